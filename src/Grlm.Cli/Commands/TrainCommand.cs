using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm train</c>: the compact generator.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Train,
        "Train the compact generator, taught by the ranker.",
        new TrainOptions(),
        options => options
            .Add(o => o.Tasks, "What is learnt: one or several, with commas between them.")
            .Add(o => o.Epochs, "Passes over the training histories at most; 0 for 8.")
            .Add(o => o.Patience, "Stop after N epochs without a better validation Recall@10.")
            .Add(o => o.BatchSize, "Histories in a batch.")
            .Add(o => o.LearningRate, "Peak learning rate; 0 for 2e-3.")
            .Add(o => o.WeightDecay, "Decoupled weight decay.")
            .Add(o => o.Preference, "Tune by preference afterwards (GRPO).")
            .Add(o => o.PreferenceEpochs, "Passes of preference tuning at most.")
            .Add(o => o.PreferenceHistories, "Latest interactions of each user that it learns from.")
            .Add(o => o.PreferenceLearningRate, "Its peak learning rate.")
            .Add(o => o.GroupSize, "Term IDs that are compared with one another.")
            .Add(o => o.KlWeight, "Weight of the divergence from the model it starts from.")
            .Add(o => o.RankPenalty, "What the wrong term IDs of a group are fined together.")
            .Add(o => o.Seed, "Seed of initialisation, order and damage to histories.")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor."),
        Pipeline.TrainAsync);
}
