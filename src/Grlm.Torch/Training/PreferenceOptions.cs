using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of tuning the compact generator by preference.</summary>
public sealed record PreferenceOptions
{
    /// <summary>Passes of preference tuning at most.</summary>
    [Option("Passes of preference tuning at most.")]
    [Range(1, 10_000)]
    public int PreferenceEpochs { get; init; } = 12;

    /// <summary>
    /// Gets the number of latest training interactions of each user that preference tuning learns from, the earlier ones being less like
    /// what is asked for.
    /// </summary>
    [Option("Latest interactions of each user that it learns from.")]
    [Range(1, 1_000)]
    public int PreferenceHistories { get; init; } = 1;

    /// <summary>Gets the peak learning rate of preference tuning.</summary>
    [Option("Its peak learning rate.")]
    [Range(1e-7, 1.0)]
    public double PreferenceLearningRate { get; init; } = 1e-4;

    /// <summary>Gets the number of TIDs in a group: the beams that are compared with one another.</summary>
    [Option("Term IDs that are compared with one another.")]
    [Range(2, 1_000)]
    public int GroupSize { get; init; } = 20;

    /// <summary>Gets the weight of the divergence from the model that preference tuning started from.</summary>
    [Option("Weight of the divergence from the model it starts from.")]
    [Range(0.0, 100.0)]
    public double KlWeight { get; init; } = 0.05;

    /// <summary>Gets what wrong TIDs of a group are fined together, the better placed ones more.</summary>
    [Option("What the wrong term IDs of a group are fined together.")]
    [Range(0.0, 100.0)]
    public double RankPenalty { get; init; } = 0.5;

    /// <summary>Gets the number of histories in a batch: as many as in training.</summary>
    internal int BatchSize { get; init; } = new CompactTrainingOptions().BatchSize;

    internal int Seed { get; init; } = 42;
}
