namespace Grlm.Import;

/// <summary>
/// Reads a catalogue and its interactions, checks and orders them, and writes them as Parquet. Memory stays flat however long the
/// files are: they are read as streams, and DuckDB sorts and joins on disk. Holds no state and is thread-safe.
/// </summary>
public sealed class ImportStage : IStage<ImportOptions, ImportReport>
{
    private const string Scratch = "scratch.partial";

    /// <inheritdoc/>
    public string Name => "import";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Dataset;

    /// <inheritdoc/>
    public StageInputs InputsOf(ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StageInputs([], [.. options.Items, .. options.Interactions]);
    }

    /// <inheritdoc/>
    /// <remarks>The term IDs that come with a catalogue: where they don't fit it, dataset and library both stay as they were.</remarks>
    public PlannedStage? FollowedBy(ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.TermIds is { } files
            ? PlannedStage.Of(new TermsStage(), new TermsOptions { TermIds = files, Lenient = options.Lenient })
            : null;
    }

    /// <inheritdoc/>
    /// <remarks>An import that fails or is cancelled leaves nothing: it is quick to begin again.</remarks>
    /// <exception cref="InvalidInputException">A file cannot be read, or a row cannot be used and the import is strict.</exception>
    /// <exception cref="InvalidOptionsException">The k-core is negative.</exception>
    public Task<ImportReport> RunAsync(ImportOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.KCore < 0)
            throw new InvalidOptionsException(
                $"A {options.KCore}-core cannot be. Give the least number of interactions, or 0 to keep everything.");
        return Task.Run(() => Run(options, context, cancellationToken), cancellationToken);
    }

    private static ImportReport Run(ImportOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var itemsPath = Path.Combine(context.OutputDirectory, ArtifactNames.Items);
        var interactionsPath = Path.Combine(context.OutputDirectory, ArtifactNames.Interactions);
        var sources = DatasetSource.Of(options);
        Directory.CreateDirectory(context.OutputDirectory);
        try
        {
            var progress = new ImportProgress(context.Progress, cancellationToken);
            using var session = new DuckDbSession(Path.Combine(context.OutputDirectory, Scratch), cancellationToken);
            return Import(options, sources, session, progress, itemsPath, interactionsPath);
        }
        catch
        {
            File.Delete(itemsPath);
            File.Delete(interactionsPath);
            throw;
        }
    }

    private static ImportReport Import(
        ImportOptions options,
        List<DatasetSource> sources,
        DuckDbSession session,
        ImportProgress progress,
        string itemsPath,
        string interactionsPath)
    {
        var faults = new RowFaults(options.Lenient);
        var preferences = sources.ConvertAll(_ => new InteractionPreferences(options));
        var tables = new DatasetTables(session, faults);
        sources.ForEach(source => tables.AddItems(source, ItemSource.Read(source.Items, faults, progress, session)));
        tables.NumberItems();
        var times = sources.ConvertAll(source => new TimeColumn(source.Interactions));
        sources.ForEach(source => tables.AddInteractions(
            source,
            InteractionSource.Read(source.Interactions, options.TextUsers, preferences[source.Number], times[source.Number],
                faults, progress, session),
            times[source.Number]));
        progress.Start("matching interactions with items");
        tables.ResolveInteractions();
        if (options.KCore > 0)
        {
            progress.Start($"keeping the {options.KCore}-core");
            tables.KeepCore(options.KCore);
        }

        progress.Start("writing the dataset");
        var (itemCount, userCount, interactionCount) = tables.Write(itemsPath, interactionsPath, weights: options.Events.Count > 0);
        var figures = new DatasetFigures(session);
        var split = SplitOf(options, figures);
        SplitFile.Write(Path.GetDirectoryName(interactionsPath)!, split);
        return new ImportReport(itemCount, userCount, interactionCount, tables.Duplicates, faults.Dropped)
        {
            Split = split,
            Domains = figures.CountDomains(),
            Files =
                [.. sources.SelectMany(
                    source => (FileReading[])[source.Items.Report(), source.Interactions.Report(preferences[source.Number])])],
            Noticed = faults.Noticed,
            Times = [.. times.Select(column => column.Report()).OfType<InteractionTimes>()],
        };
    }

    private static SplitDefinition SplitOf(ImportOptions options, DatasetFigures figures)
    {
        if (options.Split == SplitKind.LeaveOneOut)
        {
            return new SplitDefinition(SplitKind.LeaveOneOut);
        }

        var (validationFrom, testFrom) = figures.Cuts(options.Interactions, options.ValidationShare, options.TestShare);
        return new SplitDefinition(SplitKind.Temporal, validationFrom, testFrom);
    }
}

/// <summary>Describes a dataset among those that are imported together.</summary>
/// <param name="Number">Its place among them, 0-based.</param>
/// <param name="Items">Its catalogue.</param>
/// <param name="Interactions">Its interactions.</param>
/// <param name="Domain">Name of its domain; null where the file may say it.</param>
/// <param name="ItemPrefix">What its items' ids get in front, so that no two datasets have an item of the same id.</param>
/// <param name="UserPrefix">What its users' ids get in front.</param>
internal sealed record DatasetSource(
    int Number, InputFile Items, InputFile Interactions, string? Domain, string ItemPrefix, string UserPrefix)
{
    /// <summary>Returns the datasets that the options name.</summary>
    /// <exception cref="InvalidOptionsException">The numbers of files and domains don't go together, or a name is no good.</exception>
    /// <exception cref="InvalidInputException">A file is not there, or of no form that can be read.</exception>
    public static List<DatasetSource> Of(ImportOptions options)
    {
        var count = options.Items.Count;
        if (options.Interactions.Count != count || (options.TermIds is { } termIds && termIds.Count != count))
        {
            throw new InvalidOptionsException(
                $"There are {count} files of items, {options.Interactions.Count} of " +
                    $"interactions and {options.TermIds?.Count ?? 0} of term IDs. "
                + "Give as many of each, in the same order.");
        }

        if (options.Domains.Count != count && (count > 1 || options.Domains.Count > 0))
        {
            throw new InvalidOptionsException(
                $"There are {count} datasets and {options.Domains.Count} names of domains. Name each dataset's with 'domains'.");
        }

        if (options.Domains.FirstOrDefault(
            name => name.Length == 0 || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsWhiteSpace)) is { } bad)
        {
            throw new InvalidOptionsException($"A domain cannot be called '{bad}'. Take a name without white space and colons.");
        }

        if (options.Domains.Distinct(StringComparer.Ordinal).Count() < options.Domains.Count)
        {
            throw new InvalidOptionsException("Two datasets have a domain of the same name. Give each its own.");
        }

        var hints = FormHints.Of(options);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var prefix = count > 1 ? DomainPrefix.Of(options.Domains[number]) : string.Empty;
            return new DatasetSource(
                number,
                InputFile.OfItems(options.Items[number], hints),
                InputFile.OfInteractions(options.Interactions[number], hints),
                options.Domains.Count > 0 ? options.Domains[number] : null,
                prefix,
                options.SharedUsers ? string.Empty : prefix);
        })];
    }
}
