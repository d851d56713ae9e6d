using Grlm.Reports;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The sections of <c>grlm.json</c> and of run configurations.</summary>
internal static class OptionSections
{
    public static OptionSection<ImportOptions> Import { get; } = new("import", "items", "interactions", "termIds");

    public static OptionSection<EmbedOptions> Embed { get; } = new("embed", "modelFolder");

    public static OptionSection<TermsOptions> Terms { get; } = new("terms", "termIds", "keep", "prompt", "collisionPrompt");

    /// <summary>Of a sub-command: there is no section of its own for it.</summary>
    public static OptionSection<TermsAddOptions> TermsAdd { get; } = new("terms add", "remove");

    public static OptionSection<RankOptions> Rank { get; } = new("rank");

    public static OptionSection<InstructOptions> Instruct { get; } =
        new("instruct", "tokenizer", "behaviorPrompt", "internalizationPrompt", "collaborativePrompt") { OfPaper = InstructOptions.OfPaper };

    public static OptionSection<TrainOptions> Train { get; } = new("train", "import") { OfPaper = TrainOptions.OfPaper };

    public static OptionSection<EvaluateOptions> Evaluate { get; } = new("evaluate");

    public static OptionSection<TuneOptions> Tune { get; } = new("tune");

    public static OptionSection<RecommendOptions> Recommend { get; } = new("recommend");

    public static OptionSection<GroundOptions> Ground { get; } = new("ground");

    public static OptionSection<ReportOptions> Report { get; } = new("report", "out");

    public static OptionSection<BenchOptions> Bench { get; } = new("bench");

    public static OptionSection<RunOptions> Run { get; } = new("run", "data");

    public static OptionSection<AblateOptions> Ablate { get; } = new("ablate", "data");

    public static OptionSection<PullOptions> ModelPull { get; } = new("model pull");

    public static OptionSection<ModelConvertOptions> ModelConvert { get; } = new("model convert");

    public static OptionSection<TuningOptions> ModelTune { get; } = new("model tune", "samples", "validation", "out");

    public static OptionSection<ModelChatOptions> ModelChat { get; } = new("model chat");

    public static IReadOnlyList<IOptionSection> All { get; } =
    [
        Import,
        Embed,
        Terms,
        Rank,
        Instruct,
        Train,
        Evaluate,
        Tune,
        Recommend,
        Ground,
        Report,
        Bench,
        Run,
        Ablate,
        ModelPull,
        ModelConvert,
        ModelTune,
        ModelChat,
    ];
}
