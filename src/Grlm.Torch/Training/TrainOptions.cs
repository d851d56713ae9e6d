using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the train stage for the compact generator.</summary>
public sealed record TrainOptions
{
    /// <summary>Passes over the training histories at most.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 8;

    /// <summary>Histories in a batch.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 512;

    /// <summary>Peak learning rate.</summary>
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, 0.95)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>Seed of initialisation, order and damage to histories.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    [NotInFingerprint]
    [Range(0, 1_024)]
    public int Threads { get; init; }
}
