namespace Grlm.Import;

/// <summary>
/// Adds items to an imported dataset, after those that are there: no item changes its place, so that interactions and histories stay as
/// they are. An item that is there already takes the new metadata.
/// </summary>
public sealed class AddItemsStage : IStage<AddItemsOptions, AddItemsReport>
{
    private const string Scratch = "scratch.duckdb";

    /// <inheritdoc/>
    public string Name => "add";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Dataset;

    /// <inheritdoc/>
    public StageInputs InputsOf(AddItemsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StageInputs(
            [],
            [options.Items, Path.Combine(options.Dataset, ArtifactNames.Items), Path.Combine(options.Dataset, ArtifactNames.Interactions)]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The file cannot be read, or a row cannot be used and the reading is strict.</exception>
    public Task<AddItemsReport> RunAsync(AddItemsOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return Task.Run(() => Run(options, context, cancellationToken), cancellationToken);
    }

    private static AddItemsReport Run(AddItemsOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var dataset = ArtifactFiles.In(options.Dataset, ArtifactNames.Dataset);
        var (file, old) = (InputFile.OfItems(options.Items, FormHints.Of(options)),
            InputFile.OfItems(Require(dataset, ArtifactNames.Items, options)));
        var faults = new RowFaults(options.Lenient);
        var progress = new ImportProgress(context.Progress, cancellationToken);
        using var session = new DuckDbSession(Path.Combine(context.OutputDirectory, Scratch), cancellationToken);
        var given = Distinct(file, ItemSource.Read(file, faults, progress, session), faults);
        var merged = new List<ItemRow>();
        var updated = 0;
        foreach (var item in StoredItems.Read(old, progress, session))
        {
            var isGiven = given.Remove(item.Id, out var changed);
            updated += isGiven && !AreSame(item, changed) ? 1 : 0;
            merged.Add((isGiven ? changed : item) with { Line = merged.Count + 1 });
        }

        var added = given.Values.OrderBy(item => item.Line).ToList();
        merged.AddRange(added.Select((item, place) => item with { Line = merged.Count + place + 1 }));
        progress.Start("writing the dataset");
        var tables = new DatasetTables(session, faults);
        tables.AddItems(new DatasetSource(0, file, file, Domain: null, ItemPrefix: string.Empty, UserPrefix: string.Empty), merged);
        tables.NumberItems();
        tables.WriteItems(Path.Combine(context.OutputDirectory, ArtifactNames.Items));
        File.Copy(
            Require(dataset, ArtifactNames.Interactions, options),
            Path.Combine(context.OutputDirectory, ArtifactNames.Interactions),
            overwrite: true);
        SplitFile.Write(context.OutputDirectory, SplitFile.Read(dataset));
        return new AddItemsReport(merged.Count, added.Count, updated, faults.Dropped);
    }

    private static string Require(ArtifactFiles dataset, string name, AddItemsOptions options)
        => dataset.Find(name)
            ?? throw new MissingPrerequisiteException(
                $"There is no {name} in '{options.Dataset}' to add items to. Run stage 'import' first.");

    private static Dictionary<string, ItemRow> Distinct(InputFile file, IEnumerable<ItemRow> rows, RowFaults faults)
    {
        var items = new Dictionary<string, ItemRow>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!items.TryAdd(row.Id, row) && !AreSame(items[row.Id], row))
            {
                faults.Add(
                    file,
                    row.Line,
                    DropReasons.ConflictingItem,
                    $"the item '{row.Id}' stands already in line {items[row.Id].Line:N0}, with different text.",
                    "Keep one of the two, or give them different ids.");
            }
        }

        return items;
    }

    private static bool AreSame(ItemRow first, ItemRow second) => first with { Line = 0 } == second with { Line = 0 };
}
