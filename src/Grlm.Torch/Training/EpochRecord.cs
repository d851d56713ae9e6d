using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>
/// Describes one line of <c>training.jsonl</c>. No times: the same seed gives the same bytes, so that what is made from them need not be
/// made again.
/// </summary>
/// <param name="Epoch">One-based; 0 stands for the model before training.</param>
/// <param name="Steps">Optimiser steps so far.</param>
/// <param name="Loss">Mean training loss of the epoch in nats; null before training.</param>
/// <param name="ValidationRecallAt10">Recall@10 on validation users; null where nobody has a validation target.</param>
/// <param name="ValidationNdcgAt10">NDCG@10 likewise.</param>
/// <param name="Preference">What preference tuning reports beside them; null for other trainings and before the first epoch.</param>
internal sealed record EpochRecord(
    int Epoch, int Steps, double? Loss, double? ValidationRecallAt10, double? ValidationNdcgAt10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PreferenceFigures? Preference = null)
{
    /// <summary>Gets which of several models that are trained apart, one-based; null where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Member { get; init; }
}

/// <summary>Describes how far an epoch is.</summary>
/// <param name="Steps">Optimiser steps taken in it.</param>
/// <param name="Sums">Sums of what the steps reported; empty before the first.</param>
internal sealed record EpochState(int Steps, IReadOnlyList<double> Sums)
{
    /// <summary>Gets an epoch of which no step has been taken.</summary>
    public static EpochState Begun { get; } = new(0, []);

    /// <summary>Returns the state after another step.</summary>
    public EpochState Plus(double[] figures)
        => new(Steps + 1, Steps == 0 ? figures : [.. Sums.Zip(figures, (sum, figure) => sum + figure)]);
}
