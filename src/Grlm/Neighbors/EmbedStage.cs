namespace Grlm;

/// <summary>
/// Text vectors of all items, and each item's nearest ones by them: <c>neighbors/</c>. Vectors are kept batch by batch while it runs; a run
/// that was killed, or whose provider failed, goes on from there.
/// </summary>
public sealed class EmbedStage : IStage<EmbedOptions, EmbedReport>
{
    private readonly EmbeddingProviders _providers;
    private readonly Func<GrlmWorkspace, Catalog> _readCatalog;

    /// <param name="providers">What can make text vectors beside the lexical model; null for nothing.</param>
    public EmbedStage(EmbeddingProviders? providers = null)
        : this(providers ?? new EmbeddingProviders(), workspace => DatasetReader.Read(workspace).Catalog)
    {
    }

    /// <param name="providers">What can make text vectors.</param>
    /// <param name="readCatalog">Reads the imported catalogue of a workspace.</param>
    internal EmbedStage(EmbeddingProviders providers, Func<GrlmWorkspace, Catalog> readCatalog)
        => (_providers, _readCatalog) = (providers, readCatalog);

    /// <inheritdoc/>
    public string Name => "embed";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Neighbors;

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The options lack what the provider needs.</exception>
    public StageInputs InputsOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StageInputs([ArtifactNames.Dataset], _providers.Of(options.Provider).FilesOf(options));
    }

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">There is no catalogue, no model, or the provider failed.</exception>
    /// <exception cref="InvalidInputException">The provider's answer is not a vector of numbers for each text.</exception>
    public async Task<EmbedReport> RunAsync(EmbedOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var catalog = _readCatalog(context.Workspace);
        string[] texts = [.. catalog.Select(ItemText.Of)];
        var provider = _providers.Of(options.Provider);
        var before = options.Keep
            ? await EmbeddedItems.TryReadAsync(context.Workspace, options, provider.FilesOf(options), cancellationToken)
            : null;
        var rows = new KeptRows(catalog, texts, before);
        var log = Path.Combine(context.OutputDirectory, EmbeddingLog.FileName);
        var vectors = await EmbedAsync(options, provider, rows, log, context, cancellationToken);
        MatrixFile.Write(Path.Combine(context.OutputDirectory, ArtifactNames.Embeddings), ArtifactNames.EmbeddingsTensor, vectors);
        await EmbeddedItems.WriteTextsAsync(Path.Combine(context.OutputDirectory, ArtifactNames.EmbeddedTexts), catalog, texts,
            cancellationToken);

        // Searching blocks its thread, and others; the caller's may be the one that draws the progress.
        var (table, search) = await Task.Run(() => rows.FindNeighbors(vectors, options.Search(), context.Progress, cancellationToken),
            cancellationToken);
        var report = new EmbedReport(
            catalog.Count,
            texts.Count(string.IsNullOrWhiteSpace),
            texts.Where(text => !string.IsNullOrWhiteSpace(text)).Distinct(StringComparer.Ordinal).Count(),
            rows.KeptCount,
            vectors.Width,
            options.Provider,
            options.Model ?? (options.ModelFolder is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : null),
            options.Neighbors,
            MeanSimilarity(table),
            search)
        {
            ZeroVectors = Enumerable.Range(0,
                texts.Length).Count(item => !string.IsNullOrWhiteSpace(texts[item]) && !vectors[item].ContainsAnyExcept(0f)),
        };
        await NeighborTableFile.ByText.WriteAsync(
            Path.Combine(context.OutputDirectory, ArtifactNames.NeighborTable), catalog, table, cancellationToken);
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Report), report, cancellationToken);
        File.Delete(log);
        return report;
    }

    private static async Task<VectorMatrix> EmbedAsync(
        EmbedOptions options, IEmbeddingProvider provider, KeptRows rows, string log, StageContext context,
        CancellationToken cancellationToken)
    {
        foreach (var name in rows.Before is null ? [] : provider.LearntFiles)
        {
            File.Copy(Path.Combine(context.Workspace.FilesOf(ArtifactNames.Neighbors).Folder(), name),
                Path.Combine(context.OutputDirectory, name), overwrite: true);
        }

        context.Progress.Report(new StageProgress("opening the provider", 0, 0, "texts"));
        var learnsFrom = rows.Before is null ? rows.NewTexts : null;
        using var generator = await provider.OpenAsync(options, context.OutputDirectory, learnsFrom, cancellationToken);
        var made = await new TextEmbedding(generator, options).EmbedAsync(rows.NewTexts, log, context.Progress, cancellationToken);
        return rows.Merge(made);
    }

    private static double MeanSimilarity(NeighborTable table)
    {
        var (sum, count) = (0.0, 0);
        for (var item = 0; item < table.Count; item++)
        {
            if (table.Of(item) is [var nearest, ..])
            {
                sum += nearest.Score;
                count++;
            }
        }

        return count == 0 ? 0 : Math.Round(sum / count, 4);
    }
}

/// <summary>Makes the text of an item that its vector is made from.</summary>
internal static class ItemText
{
    /// <summary>
    /// Returns the title, brand, category paths and description, a line each; what an item lacks has no line. In Unicode form C. Empty for
    /// an item without any of them.
    /// </summary>
    public static string Of(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        IEnumerable<string> parts = [item.Title, item.Brand, .. item.Categories.Select(path => string.Join(" > ", path)), item.Description];
        return Nfc.Normalize(string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part.Trim())));
    }
}
