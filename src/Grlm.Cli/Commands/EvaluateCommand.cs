using System.CommandLine;
using System.Text.Json;

namespace Grlm.Cli;

/// <summary><c>grlm evaluate</c>: metrics over every user, and a comparison with another run.</summary>
internal sealed class EvaluateCommand(Func<IStage<EvaluateOptions, EvaluationReport>>? stage = null)
    : StageCommand<EvaluateOptions, EvaluationReport>(
        new OptionSection<EvaluateOptions>("evaluate"),
        "Measure what is recommended against what users did next, on every user.",
        stage ?? (() => new EvaluateStage(threads => new LanguageModelLoader(threads))))
{
    private readonly Option<string?> _against = new("--against")
    {
        Description = "Compare with another run, user by user: its name, filtered-popular-test, its folder, or another workspace.",
        HelpName = "RUN",
    };

    /// <inheritdoc/>
    protected override void AddTo(Command command, CommandHost host) => command.Options.Add(_against);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(CommandContext context, CommandOptions<EvaluateOptions> options)
    {
        var read = options.Read(context);
        var other = context.Parsed.GetValue(_against) is { } against
            ? EvaluationRuns.Find(context.Workspace, EvaluationRuns.VariantOf(read), against, context.CurrentDirectory)
            : null;
        var outcome = await RunAsync(context, read);
        if (other is null)
        {
            Print(context, outcome);
            return;
        }

        var comparison = await EvaluationRuns.CompareAsync(outcome.Artifact, other, read.Seed, context.CancellationToken);
        if (context.Json)
        {
            var document = JsonOutput.OfStage(outcome);
            document["comparison"] = JsonSerializer.SerializeToNode(comparison, WorkspaceJson.Options);
            context.Terminal.Json(document.ToJsonString(WorkspaceJson.Options));
            return;
        }

        context.Terminal.Result(Draw(outcome.Result));
        context.Terminal.Result(EvaluationTables.Of(comparison));
    }
}
