using Grlm.Import;

namespace Grlm.Torch.Tests;

/// <summary>Workspaces with the sample catalogue, its term IDs and some of its shoppers, imported once and copied for each test.</summary>
public sealed class SampleWorkspaces : IAsyncLifetime
{
    private const int Shoppers = 300;

    private readonly TemporaryFolder _folder = new();
    private int _copies;

    private string Template => _folder.PathOf("template");

    public async ValueTask InitializeAsync()
    {
        var samples = Path.Combine(Repository.Root, "samples", "catalog");
        var sequences = _folder.PathOf("sequences.txt");
        await File.WriteAllLinesAsync(sequences, File.ReadLines(Path.Combine(samples, "sequences.txt")).Take(Shoppers));
        var import = new ImportOptions { Items = Path.Combine(samples, "items.jsonl"), Interactions = sequences };
        await RunAsync(new ImportStage(), import, new GrlmWorkspace(Template));
        await RunAsync(new TermsStage(), new TermsOptions { TermIds = Path.Combine(samples, "term-ids.json") }, new GrlmWorkspace(Template));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A workspace of its own.</summary>
    public GrlmWorkspace Copy()
    {
        var target = _folder.PathOf($"copy-{++_copies}");
        foreach (var file in Directory.GetFiles(Template, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new GrlmWorkspace(target);
    }

    /// <summary>Runs a stage as the command does.</summary>
    internal static async Task<TResult> RunAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage,
        TOptions options,
        GrlmWorkspace workspace,
        ProgressProbe? progress = null)
        where TOptions : class
    {
        progress ??= new ProgressProbe();
        return (await new StageRunner().RunAsync(stage, options, workspace, progress, force: false, progress.Token)).Result;
    }
}
