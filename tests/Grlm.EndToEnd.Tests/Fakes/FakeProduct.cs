using Grlm.Cli;
using Grlm.Import;
using Grlm.Torch;

namespace Grlm.EndToEnd.Tests;

/// <summary>The command with stages that do nothing but remember their options, run in this process with its output caught.</summary>
internal sealed class FakeProduct : IDisposable
{
    public FakeProduct() => Import = new("import", "dataset", FakeReports.Import)
    {
        Inputs = options => new StageInputs([], [.. options.Items, .. options.Interactions]),
        Following = options => options.TermIds is { } files
            ? PlannedStage.Of(Terms, new TermsOptions { TermIds = files, Lenient = options.Lenient }) : null,
    };

    public TemporaryFolder Folder { get; } = new();

    public FakeStage<ImportOptions, ImportReport> Import { get; }

    public FakeStage<EmbedOptions, EmbedReport> Embed { get; } =
        new("embed", "neighbors", FakeReports.Embed) { Inputs = _ => new StageInputs(["dataset"], []) };

    public FakeStage<TermsOptions, TermsReport> Terms { get; } = new("terms", "terms", FakeReports.Terms)
    {
        Inputs = options => new StageInputs(["dataset"], options.TermIds!),
        During = (options, context, _) =>
        {
            Assert.True(File.Exists(Path.Combine(context.Workspace.PathOf("dataset"), "artifact.txt")));
            if (File.ReadAllText(options.TermIds![0]) == "bad")
            {
                throw new InvalidInputException(options.TermIds![0], 1, "A term ID with four terms.", "Give it a fifth.");
            }
        },
    };

    public FakeStage<AddItemsOptions, AddItemsReport> AddItems { get; } =
        new("add", "dataset", new AddItemsReport(12_103, 2, 1, new Dictionary<string, long>(StringComparer.Ordinal)));

    public FakeStage<RankOptions, TrainingReport> Rank { get; init; } = new("rank", "ranker", FakeReports.Training);

    public FakeStage<InstructOptions, InstructReport> Instruct { get; } = new("instruct", "instructions", FakeReports.Instruct);

    public FakeStage<TrainOptions, TrainingReport> Train { get; } = new("train", "model",
        FakeReports.Training)
    { Inputs = _ => new StageInputs(["ranker"], []) };

    public FakeStage<SweepOptions, SweepReport> Sweep { get; } = new("sweep", "tuning", FakeReports.Sweep);

    public string Workspace => Path.Combine(Folder.Path, "workspace");

    /// <summary>What commands read from standard input.</summary>
    public string Input { get; set; } = "";

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var input = new StringReader(Input);
        using var output = new StringWriter();
        using var messages = new StringWriter();
        var terminal = new Terminal(input,
            output, messages, new TerminalTraits(ResultsInColor: false, MessagesInColor: false, Width: 80, IsTyped: false));
        var exitCode = await CommandLine.RunAsync(arguments, Product(), terminal, CurrentDirectory ?? (() => Folder.Path), Interrupt);
        return new CommandResult(exitCode, output.ToString(), messages.ToString());
    }

    /// <summary>What relative paths are relative to; the folder of the test by default.</summary>
    public Func<string>? CurrentDirectory { get; init; }

    public CancellationToken Interrupt { get; set; } = TestContext.Current.CancellationToken;

    public void Dispose() => Folder.Dispose();

    private Product Product() => new()
    {
        Stages =
        [
            new ImportCommand(() => Import),
            new EmbedCommand(() => Embed),
            new TermsCommand(() => Terms),
            new RankCommand(() => Rank),
            new InstructCommand(() => Instruct),
            new TrainCommand(() => Train),
            new EvaluateCommand(() => new EvaluateFake()),
            new SweepCommand(() => Sweep),
        ],
        AddItems = () => AddItems,
        OpenLibrary = _ => new GroundingLibrary(FakeShop.Catalog, FakeShop.Library, [3, 1, 2, 4]),
        OpenRecommender = (_, options) => FakeShop.Recommender(options),
    };

    private sealed class EvaluateFake : IStage<EvaluateOptions, EvaluationReport>
    {
        public string Name => "evaluate";

        public string Folder => "evaluation";

        public string VariantOf(EvaluateOptions options) => EvaluationRuns.VariantOf(options);

        public StageInputs InputsOf(EvaluateOptions options) => new(["model"], []);

        public Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
        {
            File.WriteAllText(Path.Combine(context.OutputDirectory, "metrics.json"), "{}");
            return Task.FromResult(FakeReports.Evaluation(options));
        }
    }
}
