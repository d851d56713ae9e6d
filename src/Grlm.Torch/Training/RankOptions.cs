using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the rank stage: the history encoder and the collaborative ranker.</summary>
public sealed record RankOptions
{
    /// <summary>Width of all vectors; a multiple of <see cref="Heads"/>.</summary>
    [Range(1, 4_096)]
    public int Width { get; init; } = 128;

    /// <summary>Transformer blocks.</summary>
    [Range(1, 64)]
    public int Blocks { get; init; } = 1;

    /// <summary>Attention heads.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 2;

    /// <summary>Interactions of a history that are read, the latest ones.</summary>
    [Range(1, 1_000)]
    public int MaximumHistory { get; init; } = 50;

    /// <summary>Models that are trained apart and score together, each from a seed of its own: those with item vectors and content.</summary>
    [Range(0, 64)]
    public int Members { get; init; } = 1;

    /// <summary>Further ones without vectors of the items themselves: content alone.</summary>
    [Range(0, 64)]
    public int ContentMembers { get; init; } = 1;

    /// <summary>Further ones that know nothing of the items but who bought them: plain SASRec.</summary>
    [Range(0, 64)]
    public int ItemMembers { get; init; }

    /// <summary>Whether the text vectors of <c>grlm embed</c> count as content where the workspace has them.</summary>
    public bool TextVectors { get; init; } = true;

    /// <summary>Share of the items that do without their own vector in a step, so that their content learns to stand for them.</summary>
    [Range(0.0, 0.95)]
    public double ItemDropout { get; init; }

    /// <summary>Share of the units that are dropped in training, 0 to below 1.</summary>
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>Temperature that cosine scores are divided by at first; it is learned.</summary>
    [Range(0.02, 10.0)]
    public double Temperature { get; init; } = 0.07;

    /// <summary>Passes over the training users at most; 0 for 8, and up to 30 where few users make few steps.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>Users in a batch.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Peak learning rate.</summary>
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps over which the learning rate rises from zero.</summary>
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; init; } = 200;

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>
    /// Whether to train once more from the start, for as many epochs as were best, on training and validation interactions: for the test run and for
    /// production, once everything is chosen. Validation users say nothing about such a ranker.
    /// </summary>
    public bool Refit { get; init; }

    /// <summary>Seed of initialisation, order and dropout.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }
}
