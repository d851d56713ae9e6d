using Grlm.Import;

namespace Grlm.Torch.Tests;

/// <summary>Workspaces with the sample catalogue, its term IDs and some of its shoppers, imported once and copied for each test.</summary>
public sealed class SampleWorkspaces : IAsyncLifetime
{
    private const int Shoppers = 300;

    private readonly TemporaryFolder _folder = new();
    private int _copies;

    private string Template => _folder.PathOf("template");

    private static string Samples { get; } = Path.Combine(Repository.Root, "samples", "catalog");

    public async ValueTask InitializeAsync() => await ImportAsync(Template, sequence => sequence);

    /// <summary>A workspace of the same shop whose shoppers did something else.</summary>
    /// <param name="change">From the words of a line of the sequences, user first, to others.</param>
    public async Task<GrlmWorkspace> ImportChangedAsync(Func<string[], string[]> change)
    {
        var target = _folder.PathOf($"copy-{++_copies}");
        await ImportAsync(target, change);
        return new GrlmWorkspace(target);
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
        where TResult : notnull
    {
        progress ??= new ProgressProbe();
        return (await new StageRunner().RunAsync(stage, options, workspace, progress, force: false, progress.Token)).Result;
    }

    private async Task ImportAsync(string target, Func<string[], string[]> change)
    {
        var sequences = _folder.PathOf("sequences.txt");
        var lines = File.ReadLines(Path.Combine(Samples, "sequences.txt")).Take(Shoppers)
            .Select(line => string.Join(' ', change(line.Split(' '))));
        await File.WriteAllLinesAsync(sequences, lines);
        var import = new ImportOptions { Items = Path.Combine(Samples, "items.jsonl"), Interactions = sequences };
        await RunAsync(new ImportStage(), import, new GrlmWorkspace(target));
        await RunAsync(new TermsStage(), new TermsOptions { TermIds = Path.Combine(Samples, "term-ids.json") }, new GrlmWorkspace(target));
    }
}
