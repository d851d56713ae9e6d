using Grlm.Reports;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The sections of <c>grlm.json</c> that are no stage's.</summary>
internal static class OptionSections
{
    /// <summary>Of a sub-command: there is no section of its own for it.</summary>
    public static OptionSection<TermsAddOptions> TermsAdd { get; } = new("terms add");

    public static OptionSection<RecommendOptions> Recommend { get; } = new("recommend");

    public static OptionSection<GroundOptions> Ground { get; } = new("ground");

    public static OptionSection<ReportOptions> Report { get; } = new("report");

    public static OptionSection<BenchOptions> Bench { get; } = new("bench");

    public static OptionSection<RunOptions> Run { get; } = new("run");

    public static OptionSection<AblateOptions> Ablate { get; } = new("ablate");

    public static OptionSection<PullOptions> ModelPull { get; } = new("model pull");

    public static OptionSection<ModelConvertOptions> ModelConvert { get; } = new("model convert");

    public static OptionSection<TuningOptions> ModelTune { get; } = new("model tune");

    public static OptionSection<ModelChatOptions> ModelChat { get; } = new("model chat");

    /// <summary>All that a file may have.</summary>
    public static IReadOnlyList<IOptionSection> OfOtherCommands { get; } =
        [Recommend, Ground, Report, Bench, Run, Ablate, ModelPull, ModelConvert, ModelTune, ModelChat];
}
