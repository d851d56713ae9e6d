using System.Diagnostics;
using System.Globalization;
using Grlm;
using Grlm.Import;
using Grlm.Import.Benchmarks;

// Each command is a process of its own, so that the peak it reports is its own.
switch (args)
{
    case ["generate", var folder, var count, .. var rest]:
        Generate(folder, long.Parse(count, CultureInfo.InvariantCulture),
            rest is [var seed] ? int.Parse(seed, CultureInfo.InvariantCulture) : 42);
        return 0;
    case ["import", var folder, var file, .. var rest]:
        await ImportAsync(folder, file, rest is [var core] ? int.Parse(core, CultureInfo.InvariantCulture) : 0);
        return 0;
    case ["read", var folder]:
        Read(folder);
        return 0;
    default:
        Console.Error.WriteLine("""
            generate FOLDER INTERACTIONS [SEED]   write items.jsonl, interactions.tsv and sequences.txt
            import FOLDER FILE [K]                import FILE of FOLDER, with a K-core; report seconds and peak memory
            read FOLDER                           read what was imported; report seconds and peak memory
            """);
        return 2;
}

static void Generate(string folder, long interactions, int seed)
{
    Directory.CreateDirectory(folder);
    var dataset = new SyntheticDataset(interactions, seed);
    SyntheticDataset.WriteItems(Path.Combine(folder, "items.jsonl"));
    dataset.WriteTable(Path.Combine(folder, "interactions.tsv"));
    dataset.WriteSequences(Path.Combine(folder, "sequences.txt"));
}

static async Task ImportAsync(string folder, string file, int core)
{
    var options = new ImportOptions
    {
        Items = Path.Combine(folder, "items.jsonl"),
        Interactions = Path.Combine(folder, file),
        KCore = core
    };
    var workspace = new GrlmWorkspace(Path.Combine(folder, "workspace"));
    var context = new StageContext(workspace, Path.Combine(workspace.Root, ArtifactNames.Dataset), new Progress<StageProgress>());
    var watch = Stopwatch.StartNew();
    var report = await new ImportStage().RunAsync(options, context, CancellationToken.None);
    Print($"import {file}, {core}-core", watch,
        $"{report.Items:N0} items, {report.Users:N0} users, {report.Interactions:N0} interactions, {report.Duplicates:N0} duplicates");
}

static void Read(string folder)
{
    var watch = Stopwatch.StartNew();
    var dataset = DatasetReader.Read(new GrlmWorkspace(Path.Combine(folder, "workspace")));
    Print("read", watch,
        $"{dataset.Catalog.Count:N0} items, {dataset.Histories.Count:N0} users, {dataset.Histories.InteractionCount:N0} interactions");
}

static void Print(string what, Stopwatch watch, string counts)
{
    using var process = Process.GetCurrentProcess();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {watch.Elapsed.TotalSeconds:F1} s, peak resident memory {process.PeakWorkingSet64 / 1048576.0:F0} MiB; {counts}"));
}
