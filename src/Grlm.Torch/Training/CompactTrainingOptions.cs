using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of training the compact generator.</summary>
public sealed record CompactTrainingOptions
{
    /// <summary>Gets the number of histories in a batch.</summary>
    [Option("Histories in a batch.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 512;

    /// <summary>Gets the decoupled weight decay.</summary>
    [Option("Decoupled weight decay.")]
    [Range(0.0, 0.95)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gets what is learnt.</summary>
    internal IReadOnlyList<InstructionTask> Tasks { get; init; } = [InstructionTask.Behavior];

    /// <summary>Passes over the samples at most.</summary>
    internal int Epochs { get; init; } = 8;

    internal double LearningRate { get; init; } = 2e-3;

    internal int Seed { get; init; } = 42;
}
