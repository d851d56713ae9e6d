namespace Grlm.Torch;

/// <summary>How far an epoch is.</summary>
/// <param name="Steps">Optimiser steps taken in it.</param>
/// <param name="Sums">Sums of what the steps reported; empty before the first.</param>
internal sealed record EpochState(int Steps, IReadOnlyList<double> Sums)
{
    /// <summary>An epoch of which no step has been taken.</summary>
    public static EpochState Begun { get; } = new(0, []);

    /// <summary>The state after another step.</summary>
    public EpochState Plus(double[] figures)
        => new(Steps + 1, Steps == 0 ? figures : [.. Sums.Zip(figures, (sum, figure) => sum + figure)]);
}
