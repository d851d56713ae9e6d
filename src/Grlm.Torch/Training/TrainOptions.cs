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

    /// <summary>Refuses values that cannot be.</summary>
    /// <exception cref="InvalidOptionsException">A value is out of its range.</exception>
    public void Validate()
    {
        OptionCheck.Require(Epochs > 0, Epochs, "at least 1");
        OptionCheck.Require(BatchSize > 0, BatchSize, "at least 1");
        OptionCheck.Require(LearningRate > 0, LearningRate, "above 0");
        OptionCheck.Require(WeightDecay is >= 0 and < 1, WeightDecay, "0 or more and below 1");
        OptionCheck.Require(Patience > 0, Patience, "at least 1");
        OptionCheck.Require(Threads >= 0, Threads, "0 or more");
    }
}
