using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm evaluate</c>: metrics over every user.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Evaluate,
        "Measure what is recommended against what users did next, on every user.",
        new EvaluateOptions(),
        options => options
            .Add(o => o.Protocol, "paper: the last 20 interactions, nothing filtered; filtered: without items already seen; temporal: on a dataset split by time.")
            .Add(o => o.Source, "What ranks.")
            .Add(o => o.Part, "Which held-out interaction is the target.")
            .Add(o => o.Beams, "Beams of the generator.")
            .Add(o => o.Seed, "Seed of the bootstrap."),
        Pipeline.EvaluateAsync);
}
