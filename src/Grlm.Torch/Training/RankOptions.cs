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

    /// <summary>Refuses values that cannot be.</summary>
    /// <exception cref="InvalidOptionsException">A value is out of its range.</exception>
    public void Validate()
    {
        OptionCheck.Require(Heads > 0, Heads, "at least 1");
        OptionCheck.Require(Width > 0 && Width % Heads == 0, Width, "a positive multiple of heads");
        OptionCheck.Require(Blocks > 0, Blocks, "at least 1");
        OptionCheck.Require(MaximumHistory > 0, MaximumHistory, "at least 1");
        OptionCheck.Require(Dropout is >= 0 and < 1, Dropout, "0 or more and below 1");
        OptionCheck.Require(Temperature > 0, Temperature, "above 0");
        OptionCheck.Require(Epochs > 0, Epochs, "at least 1");
        OptionCheck.Require(BatchSize > 0, BatchSize, "at least 1");
        OptionCheck.Require(LearningRate > 0, LearningRate, "above 0");
        OptionCheck.Require(WarmupSteps >= 0, WarmupSteps, "0 or more");
        OptionCheck.Require(Patience > 0, Patience, "at least 1");
        OptionCheck.Require(Threads >= 0, Threads, "0 or more");
    }
}
