using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the rank stage: the history encoder and the collaborative ranker.</summary>
public sealed record RankOptions
{
    /// <summary>Passes over the training users at most; 0 for 8, and up to 30 where few users make few steps.</summary>
    [Option("Passes over the training users at most; 0 for 8, and up to 30 where users are few.")]
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    [Option("Stop after N epochs without a better validation Recall@10.")]
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>Gets the number of users in a batch.</summary>
    [Option("Users in a batch.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Gets the peak learning rate.</summary>
    [Option("Peak learning rate.")]
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Gets the number of steps over which the learning rate rises from zero.</summary>
    [Option("Steps over which the learning rate rises.")]
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; init; } = 200;

    /// <summary>Gets the width of all vectors; a multiple of <see cref="Heads"/>.</summary>
    [Option("Width of all vectors; a multiple of the heads.")]
    [Range(1, 4_096)]
    public int Width { get; init; } = 128;

    /// <summary>Gets the number of transformer blocks.</summary>
    [Option("Transformer blocks.")]
    [Range(1, 64)]
    public int Blocks { get; init; } = 1;

    /// <summary>Gets the number of attention heads.</summary>
    [Option("Attention heads.")]
    [Range(1, 64)]
    public int Heads { get; init; } = 2;

    /// <summary>Gets the number of interactions of a history that are read, the latest ones.</summary>
    [Option("Interactions of a history that are read.")]
    [Range(1, 1_000)]
    public int MaximumHistory { get; init; } = 50;

    /// <summary>Gets the share of the units that are dropped in training, 0 to below 1.</summary>
    [Option("Share of units dropped in training.")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>
    /// Gets the share of the items that do without their own vector in a step, so that their content learns to stand for them.
    /// </summary>
    [Option("Share of items that do without their own vector in a step.")]
    [Range(0.0, 0.95)]
    public double ItemDropout { get; init; }

    /// <summary>
    /// Gets the number of models that are trained apart and score together, each from a seed of its own: those with item vectors and
    /// content.
    /// </summary>
    [Option("Models of item vectors and content that are trained apart and score together.")]
    [Range(0, 64)]
    public int Members { get; init; } = 1;

    /// <summary>Gets further ones without vectors of the items themselves: content alone.</summary>
    [Option("Further models of content alone.")]
    [Range(0, 64)]
    public int ContentMembers { get; init; } = 1;

    /// <summary>Gets further ones that know nothing of the items but who bought them: plain SASRec.</summary>
    [Option("Further models of item vectors alone (plain SASRec).")]
    [Range(0, 64)]
    public int ItemMembers { get; init; }

    /// <summary>Tells whether the text vectors of <c>grlm embed</c> count as content where the workspace has them.</summary>
    [Option("Whether the text vectors of the embed stage count as content, where there are any.")]
    public bool TextVectors { get; init; } = true;

    /// <summary>
    /// Tells whether to train once more from the start, for as many epochs as were best, on training and validation interactions: for the
    /// test run and for production, once everything is chosen. Validation users say nothing about such a ranker.
    /// </summary>
    [Option("Train once more on training and validation interactions, for as many epochs as were best.")]
    public bool Refit { get; init; }

    /// <summary>Gets the temperature that cosine scores are divided by at first; it is learned.</summary>
    [Option("Temperature of the cosine scores at first; it is learned.")]
    [Range(0.02, 10.0)]
    public double Temperature { get; init; } = 0.07;

    /// <summary>Gets the seed of initialisation, order and dropout.</summary>
    [Option("Seed of initialisation, order and dropout.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }
}
