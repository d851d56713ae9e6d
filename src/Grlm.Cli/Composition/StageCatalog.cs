using Grlm.Import;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>
/// The stages that commands run, each made when it is asked for: a command that needs no model doesn't load the library that models run on.
/// </summary>
internal sealed class StageCatalog
{
    public required Func<IStage<ImportOptions, ImportReport>> Import { get; init; }

    public required Func<IStage<EmbedOptions, EmbedReport>> Embed { get; init; }

    public required Func<IStage<TermsOptions, TermsReport>> Terms { get; init; }

    public required Func<IStage<AddItemsOptions, AddItemsReport>> AddItems { get; init; }

    /// <summary>Tries prompts.</summary>
    public Func<TermSampling> Sample { get; init; } = () => new TermSampling(new LanguageModelSources(new Dictionary<TermProviderKind, Func<ILanguageModelSource>>()));

    public required Func<IStage<RankOptions, TrainingReport>> Rank { get; init; }

    public required Func<IStage<InstructOptions, InstructReport>> Instruct { get; init; }

    /// <summary>Renders instruction samples to look at.</summary>
    public Func<InstructionSampling> SampleInstructions { get; init; } = () => new InstructionSampling(ConversationTokens.Load);

    public required Func<IStage<TrainOptions, TrainingReport>> Train { get; init; }

    public required Func<IStage<EvaluateOptions, EvaluationReport>> Evaluate { get; init; }

    public required Func<IStage<TuneOptions, TuneReport>> Tune { get; init; }

    /// <summary>Reads what grounding takes.</summary>
    public Func<GrlmWorkspace, GroundingLibrary> OpenLibrary { get; init; } = GroundingLibrary.Open;

    /// <summary>Measures a workspace.</summary>
    public Func<WorkspaceBenchmark> Bench { get; init; } = () => new WorkspaceBenchmark(threads => new CompactModelLoader(threads));

    /// <summary>Loads what recommending from this source takes.</summary>
    public required Func<GrlmWorkspace, RecommendOptions, WorkspaceRecommender> OpenRecommender { get; init; }
}
