using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the train stage for the compact generator.</summary>
public sealed record TrainOptions
{
    /// <summary>What is learnt.</summary>
    public TrainingTasks Tasks { get; init; } = TrainingTasks.Behavior;

    /// <summary>Passes over the training histories at most; 0 for 8.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>Histories in a batch.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 512;

    /// <summary>Peak learning rate; 0 for 2e-3.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; }

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, 0.95)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Stop after this many epochs without a better validation Recall@10.</summary>
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>Whether preference tuning follows (GRPO), for <see cref="PreferenceEpochs"/>.</summary>
    public bool Preference { get; init; }

    /// <summary>Passes of preference tuning at most.</summary>
    [Range(1, 10_000)]
    public int PreferenceEpochs { get; init; } = 12;

    /// <summary>Latest training interactions of each user that preference tuning learns from, the earlier ones being less like what is asked for.</summary>
    [Range(1, 1_000)]
    public int PreferenceHistories { get; init; } = 1;

    /// <summary>Peak learning rate of preference tuning.</summary>
    [Range(1e-7, 1.0)]
    public double PreferenceLearningRate { get; init; } = 1e-4;

    /// <summary>TIDs in a group: the beams that are compared with one another.</summary>
    [Range(2, 1_000)]
    public int GroupSize { get; init; } = 20;

    /// <summary>Weight of the divergence from the model that preference tuning started from.</summary>
    [Range(0.0, 100.0)]
    public double KlWeight { get; init; } = 0.05;

    /// <summary>What wrong TIDs of a group are fined together, the better placed ones more.</summary>
    [Range(0.0, 100.0)]
    public double RankPenalty { get; init; } = 0.5;

    /// <summary>Seed of initialisation, order and damage to histories.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    [NotInFingerprint]
    [Range(0, 1_024)]
    public int Threads { get; init; }

    internal int MostEpochs => Epochs > 0 ? Epochs : 8;

    internal double PeakLearningRate => LearningRate > 0 ? LearningRate : 2e-3;
}
