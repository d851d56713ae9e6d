using System.ComponentModel.DataAnnotations;
using Grlm.Reports;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>Lists the sections of <c>grlm.json</c> that are no stage's.</summary>
internal static class OptionSections
{
    /// <summary>Of a sub-command: there is no section of its own for it.</summary>
    public static OptionSection<TermsAddOptions> TermsAdd { get; } = new("terms add");

    public static OptionSection<RecommendOptions> Recommend { get; } = new("recommend");

    public static OptionSection<GroundOptions> Ground { get; } = new("ground");

    public static OptionSection<ReportOptions> Report { get; } = new("report");

    public static OptionSection<BenchOptions> Bench { get; } = new("bench");

    public static OptionSection<ServeOptions> Serve { get; } = new("serve");

    public static OptionSection<KeysOptions> Keys { get; } = new("keys");

    /// <summary>Of a sub-command: there is no section of its own for it.</summary>
    public static OptionSection<KeysAddOptions> KeysAdd { get; } = new("keys add");

    public static OptionSection<RunOptions> Run { get; } = new("run");

    public static OptionSection<AblateOptions> Ablate { get; } = new("ablate");

    public static OptionSection<PullOptions> ModelPull { get; } = new("model pull");

    public static OptionSection<ModelConvertOptions> ModelConvert { get; } = new("model convert");

    public static OptionSection<ModelTuneOptions> ModelTune { get; } = new("model tune");

    public static OptionSection<ModelChatOptions> ModelChat { get; } = new("model chat");

    /// <summary>Gets all that a file may have.</summary>
    public static IReadOnlyList<IOptionSection> OfOtherCommands { get; } =
        [Recommend, Ground, Report, Bench, Serve, Keys, Run, Ablate, ModelPull, ModelConvert, ModelTune, ModelChat];
}

/// <summary>Options of <c>grlm run</c>.</summary>
internal sealed record RunOptions
{
    /// <summary>Folder of the data files; null for the one that the configuration names.</summary>
    [Option("Folder of the data files; the one that the configuration names by default.", Value = "DIR", IsPath = true)]
    public string? Data { get; init; }
}

/// <summary>Options of <c>grlm terms add</c>.</summary>
internal sealed record TermsAddOptions
{
    /// <summary>Gets a file with the ids of items to take out of the library, one a line; null for none.</summary>
    [Option("Ids of items to take out of the library, one a line.", Value = "FILE", IsPath = true)]
    public string? Remove { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    [Option("Drop and count bad rows instead of refusing the file.")]
    public bool Lenient { get; init; }

    /// <summary>Gets the number of threads, 0 for one a processor; null for those of the workspace's settings of embedding.</summary>
    [Option("Threads; 0 for one a processor.")]
    [ThreadCount]
    public int? Threads { get; init; }
}

/// <summary>Options of <c>grlm ablate</c>.</summary>
internal sealed record AblateOptions
{
    /// <summary>Folder of the data files; null for the one that the configuration names.</summary>
    [Option("Folder of the data files; the one that the configuration names by default.", Value = "DIR", IsPath = true)]
    public string? Data { get; init; }

    /// <summary>Variants to run; all where none is named.</summary>
    [Option("A variant to run, 'base' for the configuration itself; give it again for another. All by default.", Value = "NAME")]
    public IReadOnlyList<string> Only { get; init; } = [];
}

/// <summary>Options of <c>grlm ground</c>.</summary>
internal sealed record GroundOptions : ItemSelection
{
    /// <summary>Gets how many items to return for a text at most.</summary>
    [Option("Items for a text at most.")]
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>Gets by which rules a text is grounded.</summary>
    [Option("The paper's rules, or for comparison those of the authors' code.")]
    public GroundingMode Mode { get; init; } = GroundingMode.Elastic;
}

/// <summary>Says by which rules <c>grlm ground</c> leads from a text to items.</summary>
internal enum GroundingMode
{
    /// <summary>Elastic Identifier Grounding as the paper describes it.</summary>
    Elastic,

    /// <summary>As the authors' released code does it.</summary>
    Reference,
}
