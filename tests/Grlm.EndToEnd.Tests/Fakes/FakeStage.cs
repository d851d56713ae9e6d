namespace Grlm.EndToEnd.Tests;

/// <summary>A stage that writes one file and returns what it is told to.</summary>
internal sealed class FakeStage<TOptions, TResult>(string name, string folder, TResult result) : IStage<TOptions, TResult>
    where TResult : notnull
{
    public Func<TOptions, StageInputs> Inputs { get; init; } = _ => new StageInputs([], []);

    public Action<TOptions, StageContext, CancellationToken>? During { get; init; }

    public Func<TOptions, PlannedStage?> Following { get; init; } = _ => null;

    public List<TOptions> Runs { get; } = [];

    public string Name => name;

    public string Folder => folder;

    public StageInputs InputsOf(TOptions options) => Inputs(options);

    public PlannedStage? FollowedBy(TOptions options) => Following(options);

    public Task<TResult> RunAsync(TOptions options, StageContext context, CancellationToken cancellationToken)
    {
        Runs.Add(options);
        During?.Invoke(options, context, cancellationToken);
        File.WriteAllText(Path.Combine(context.OutputDirectory, "artifact.txt"), options!.ToString());
        return Task.FromResult(result);
    }
}
