using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm rank</c>: the history encoder and the collaborative ranker.</summary>
internal static class RankCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Rank,
        "Train the history encoder and the collaborative ranker.",
        new RankOptions(),
        options => options
            .Add(o => o.Epochs, "Passes over the training users at most; 0 for 8, and up to 30 where users are few.")
            .Add(o => o.Patience, "Stop after N epochs without a better validation Recall@10.")
            .Add(o => o.BatchSize, "Users in a batch.")
            .Add(o => o.LearningRate, "Peak learning rate.")
            .Add(o => o.WarmupSteps, "Steps over which the learning rate rises.")
            .Add(o => o.Width, "Width of all vectors; a multiple of the heads.")
            .Add(o => o.Blocks, "Transformer blocks.")
            .Add(o => o.Heads, "Attention heads.")
            .Add(o => o.MaximumHistory, "Interactions of a history that are read.")
            .Add(o => o.Dropout, "Share of units dropped in training.")
            .Add(o => o.ItemDropout, "Share of items that do without their own vector in a step.")
            .Add(o => o.Members, "Models of item vectors and content that are trained apart and score together.")
            .Add(o => o.ContentMembers, "Further models of content alone.")
            .Add(o => o.ItemMembers, "Further models of item vectors alone (plain SASRec).")
            .Add(o => o.TextVectors, "Whether the text vectors of grlm embed count as content, where there are any.")
            .Add(o => o.Refit, "Train once more on training and validation interactions, for as many epochs as were best.")
            .Add(o => o.Temperature, "Temperature of the cosine scores at first; it is learned.")
            .Add(o => o.Seed, "Seed of initialisation, order and dropout.")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor."),
        Pipeline.RankAsync);
}
