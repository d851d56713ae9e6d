using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm terms</c>: the term library of the imported catalogue.</summary>
internal sealed class TermsCommand(Func<IStage<TermsOptions, TermsReport>>? stage = null)
    : StageCommand<TermsOptions, TermsReport>(
        new OptionSection<TermsOptions>(Name),
        "Make the term library of the imported catalogue, or take over existing term IDs.",
        stage ?? (() => new TermsStage(ProductModels.LanguageModels())))
{
    /// <summary>Name of the command.</summary>
    public const string Name = "terms";

    private readonly Option<int> _sample = SampleOption.Create(
        "Try the prompt on N items and print what is said; nothing is kept.", "--sample takes a number of items from 1 on.");

    /// <summary>Warns that all terms were extracted though a model was asked: such a library is easily taken for the model's.</summary>
    public static void WarnOfUnusedModel(CommandContext context, TermsReport report)
    {
        if (report is { NamedByModel: 0, Failures: [_, ..] failures })
        {
            var reason = failures.CountBy(failure => failure.Reason).MaxBy(pair => pair.Value).Key;
            context.Terminal.Message(
                $"No item was named by the model; all {Readable.Count(failures.Count)} have extracted " +
                    $"terms. {CommandWords.Of(reason, context.Product)}");
        }
    }

    /// <inheritdoc/>
    public override PlannedRun Plan(IReadOnlyList<OptionLayer> layers, Predicate<string> isPlanned)
    {
        var options = Section.Read([.. layers]);
        return Planned(options)
            with
        { Takes = options.TermIds is null ? EmbedCommand.Name : null }; // terms are made of an item's neighbours
    }

    /// <inheritdoc/>
    protected override void AddTo(Command command, CommandHost host)
    {
        command.Options.Add(_sample);
        command.Subcommands.Add(TermsCompareCommand.Create(host));
        command.Subcommands.Add(TermsAddCommand.Create(host));
    }

    /// <inheritdoc/>
    protected override async Task InvokeAsync(CommandContext context, CommandOptions<TermsOptions> options)
    {
        if (context.Parsed.GetResult(_sample) is not null)
        {
            await SampleAsync(context, options.Read(context), context.Parsed.GetValue(_sample));
            return;
        }

        var outcome = await RunAsync(context, options.Read(context));
        Print(context, outcome);
        WarnOfUnusedModel(context, outcome.Result);
    }

    private static async Task SampleAsync(CommandContext context, TermsOptions options, int count)
    {
        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "sample",
            progress => new TermSampling(ProductModels.LanguageModels()).RunAsync(options, context.Workspace, count, progress,
                context.CancellationToken));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
        }
        else
        {
            context.Terminal.Result(SampleTables.Of(report));
        }
    }
}
