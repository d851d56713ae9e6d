namespace Grlm.Torch;

/// <summary>Options of the train stage for the compact generator.</summary>
public sealed record TrainOptions
{
    /// <summary>Passes over the training histories at most.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Histories in a batch.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Seed of initialisation, order and damage to histories.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    public int Threads { get; init; }
}
