using System.CommandLine;

namespace Grlm.Cli;

/// <summary>The command of a stage, whatever the types of its options and report.</summary>
internal interface IStageCommand
{
    /// <summary>Its section of <c>grlm.json</c>, whose name is the command's.</summary>
    IOptionSection Section { get; }

    /// <summary>Folder of its artifacts: <c>ranker</c>.</summary>
    string Artifact { get; }

    /// <summary>Whether configurations of <c>grlm run</c> may have a section for it.</summary>
    bool IsInRuns => true;

    /// <summary>Makes the command.</summary>
    Command Create(CommandHost host);

    /// <summary>Plans a run with the options that the layers make together.</summary>
    /// <param name="layers">Option values, later ones winning.</param>
    /// <param name="isPlanned">Tells which other commands the same configuration has sections for.</param>
    /// <exception cref="InvalidOptionsException">An option isn't one, or a value not one that it takes.</exception>
    PlannedRun Plan(IReadOnlyList<OptionLayer> layers, Predicate<string> isPlanned);
}

/// <summary>A stage of a configuration, ready to run.</summary>
/// <param name="RunAsync">Runs it.</param>
internal sealed record PlannedRun(Func<CommandContext, Task<IStageOutcome>> RunAsync)
{
    /// <summary>Name of a command that it takes to have run before, with its usual options where the configuration has no section for it; null for none.</summary>
    public string? Takes { get; init; }
}
