using Grlm.Import;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The stages as commands run them, each on its own and in a row.</summary>
internal static class Pipeline
{
    public static async Task<StageRun<ImportReport>> ImportAsync(CommandContext context, ImportOptions options)
    {
        using var inputs = new PipedInputs(context);
        options = await inputs.TakeAsync(options);
        return await context.RunAsync(new ImportWithTermIds(context.Stages.Import(), context.Stages.Terms()), options);
    }

    public static Task<StageRun<EmbedReport>> EmbedAsync(CommandContext context, EmbedOptions options)
        => context.RunAsync(context.Stages.Embed(), options);

    public static Task<StageRun<TermsReport>> TermsAsync(CommandContext context, TermsOptions options)
    {
        if (!context.Force)
        {
            TermLibraryOrigin.CheckReplacement(context.Workspace, options);
        }

        return context.RunAsync(context.Stages.Terms(), options, again: options.RetryFailed);
    }

    public static Task<StageRun<AddItemsReport>> AddItemsAsync(CommandContext context, AddItemsOptions options)
        => context.RunAsync(context.Stages.AddItems(), options);

    public static Task<StageRun<TrainingReport>> RankAsync(CommandContext context, RankOptions options)
        => context.RunAsync(context.Stages.Rank(), options);

    public static Task<StageRun<InstructReport>> InstructAsync(CommandContext context, InstructOptions options)
        => context.RunAsync(context.Stages.Instruct(), options);

    public static Task<StageRun<TrainingReport>> TrainAsync(CommandContext context, TrainOptions options)
        => context.RunAsync(context.Stages.Train(), options);

    public static Task<StageRun<TuneReport>> TuneAsync(CommandContext context, TuneOptions options)
        => context.RunAsync(context.Stages.Tune(), options);

    public static Task<StageRun<EvaluationReport>> EvaluateAsync(CommandContext context, EvaluateOptions options)
        => context.RunAsync(new EvaluationVariant(context.Stages.Evaluate(), options), options);
}
