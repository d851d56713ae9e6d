namespace Grlm.Torch;

/// <summary>Options of the rank stage: the history encoder and the collaborative ranker.</summary>
public sealed record RankOptions
{
    /// <summary>Width of all vectors; a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Transformer blocks.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 2;

    /// <summary>Interactions of a history that are read, the latest ones.</summary>
    public int MaximumHistory { get; init; } = 50;

    /// <summary>Share of the units that are dropped in training, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.4;

    /// <summary>Temperature that cosine scores are divided by.</summary>
    public double Temperature { get; init; } = 0.07;

    /// <summary>Passes over the training users at most.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Users in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps over which the learning rate rises from zero.</summary>
    public int WarmupSteps { get; init; } = 200;

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Seed of initialisation, order and dropout.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    public int Threads { get; init; }
}
