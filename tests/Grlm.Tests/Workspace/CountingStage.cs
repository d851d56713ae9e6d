namespace Grlm.Tests;

/// <summary>A stage that counts its runs, writes its options' value to a file, and can be told to do something else in between.</summary>
internal sealed class CountingStage(string name = "rank", string folder = "ranker") : IStage<CountingOptions, CountingResult>
{
    public const string OutputName = "parts/value.txt";

    public string Name => name;

    public string Folder => folder;

    public int Runs { get; private set; }

    public StageInputs Inputs { get; init; } = new([], []);

    public Action<StageContext, CancellationToken>? During { get; set; }

    public Func<CountingOptions, string?> Variant { get; init; } = _ => null;

    public Func<CountingOptions, PlannedStage?> Following { get; init; } = _ => null;

    public string? VariantOf(CountingOptions options) => Variant(options);

    public PlannedStage? FollowedBy(CountingOptions options) => Following(options);

    public StageInputs InputsOf(CountingOptions options) => Inputs;

    public Task<CountingResult> RunAsync(CountingOptions options, StageContext context, CancellationToken cancellationToken)
    {
        Runs++;
        During?.Invoke(context, cancellationToken);
        var path = Path.Combine(context.OutputDirectory, OutputName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, options.Value.ToString());
        return Task.FromResult(new CountingResult(Runs, 0.25));
    }
}
