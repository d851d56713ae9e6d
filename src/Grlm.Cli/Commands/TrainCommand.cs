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
            .Add(o => o.Epochs, "Passes over the training histories at most.")
            .Add(o => o.Patience, "Stop after N epochs without a better validation Recall@10.")
            .Add(o => o.BatchSize, "Histories in a batch.")
            .Add(o => o.LearningRate, "Peak learning rate.")
            .Add(o => o.WeightDecay, "Decoupled weight decay.")
            .Add(o => o.Seed, "Seed of initialisation, order and damage to histories.")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor."),
        Pipeline.TrainAsync);
}
