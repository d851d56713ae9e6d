using System.Text;
using DuckDB.NET.Data;

namespace Grlm.Import.Tests;

/// <summary>A folder with files to import and a workspace to import them into; both go with it.</summary>
internal sealed class TestImport : IDisposable
{
    public const string TwoItems = """
        {"item_id": "a", "title": "Soap"}
        {"item_id": "b", "title": "Brush"}
        """;

    // Signs that mean something to SQL, to globs and to connection strings: no path may depend on their absence.
    private readonly string _root = Directory.CreateTempSubdirectory("grlm it's; a=b [1] ").FullName;

    public TestImport() => Workspace = new GrlmWorkspace(Path.Combine(_root, "workspace"));

    public GrlmWorkspace Workspace { get; }

    public string OutputDirectory => Path.Combine(Workspace.Root, ArtifactNames.Dataset);

    public string PathOf(string name) => Path.Combine(_root, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public string WriteAny(string name, string content)
        => name.EndsWith(".parquet", StringComparison.Ordinal) ? WriteParquet(name, content) : Write(name, content);

    public string WriteParquet(string name, string query)
    {
        using var connection = new DuckDBConnection(DuckDBConnectionStringBuilder.InMemoryConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{PathOf(name).Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return PathOf(name);
    }

    public static byte[] Gzip(string text) => PublicForms.Gzip(text);

    public ImportReport Run(ImportOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => new ImportStage().RunAsync(options, new StageContext(Workspace, OutputDirectory, progress),
            cancellationToken).GetAwaiter().GetResult();

    public ImportReport Run(ImportOptions options) => Run(options, new Progress(), TestContext.Current.CancellationToken);

    public ImportReport Run(string items, string interactions, bool lenient = false)
        => Run(new ImportOptions { Items = items, Interactions = interactions, Lenient = lenient });

    public Dataset Read() => DatasetReader.Read(Workspace);

    /// <summary>Every history as <c>user: item item</c>.</summary>
    public string[] Histories()
    {
        var dataset = Read();
        return [.. Enumerable.Range(0, dataset.Histories.Count)
            .Select(
                user =>
                    $"{dataset.Histories.UserId(user)}: " +
            string.Join(' ', dataset.Histories[user].ToArray().Select(item => dataset.Catalog[item].Id)))];
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Keeps what is reported, on the thread that reports it.</summary>
    internal sealed class Progress(Action<StageProgress>? react = null) : IProgress<StageProgress>
    {
        public List<StageProgress> Reports { get; } = [];

        public void Report(StageProgress value)
        {
            Reports.Add(value);
            react?.Invoke(value);
        }
    }
}
