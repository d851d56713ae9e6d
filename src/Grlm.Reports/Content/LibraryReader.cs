namespace Grlm.Reports;

/// <summary>Reads the report of the term library, and draws it.</summary>
internal static class LibraryReader
{
    /// <summary>Reads it; null where there is no library.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="data">The library itself and the items' neighbours, as far as they are there.</param>
    public static LibraryContent? Read(GrlmWorkspace workspace, WorkspaceData data)
    {
        var report = JsonDocumentFile.Read<TermsReport>(workspace.FilesOf(ArtifactNames.Terms).Find(ArtifactNames.Report));
        if (report is null)
        {
            return null;
        }

        report = report with { Analysis = AnalysisOf(report, data) };
        var (library, neighbors) = (data.Library, report.Analysis?.Neighbors);
        return new LibraryContent(
            report,
            [.. Tiles(report)],
            [.. VocabularyCharts(library, report.Analysis)],
            neighbors is null ? [] : [.. LibraryCharts.Neighbors(neighbors)],
            Ways(report).Count > 1 ? LibraryCharts.Validity(Ways(report)) : null,
            Origin(report));
    }

    private static IEnumerable<Chart> VocabularyCharts(TermLibrary? library, TermLibraryAnalysis? analysis)
    {
        if (library is not null)
        {
            yield return LibraryCharts.Frequencies(library);
        }

        if (analysis is not null)
        {
            yield return LibraryCharts.Slots(analysis.Slots);
        }
    }

    // A library that was imported, or whose items' neighbours came later, has not been held against them yet.
    private static TermLibraryAnalysis? AnalysisOf(TermsReport report, WorkspaceData data)
        => report.Analysis is { Neighbors: not null } || data is not { Dataset: { } dataset, Library: { } library }
            ? report.Analysis
            : new LibraryAnalyzer(dataset.Catalog, library, data.Neighbors ?? NeighborTable.Empty(dataset.Catalog.Count)).Analyze();

    private static IEnumerable<Tile> Tiles(TermsReport report)
    {
        yield return new Tile("Items with a term ID", Readable.Count(report.Valid), $"of {Readable.Count(report.Items)}");
        yield return new Tile(
            "Distinct terms", Readable.Count(report.UniqueTerms),
            $"{PageText.Percent(report.SingletonTerms, report.UniqueTerms)} of them for one item alone");
        yield return new Tile(
            "Items that share a term ID",
            Readable.Count(report.CollidingItems),
            $"{Readable.Count(report.CollidingItemsWithDifferentMetadata)} of them with metadata that differ"
                + (report.Analysis is { } analysis ? $"; in {Readable.Count(analysis.CollisionGroups)} groups" : ""));
        if (report.Analysis?.Neighbors is { } neighbors)
        {
            yield return new Tile(
                "Terms shared with a near item",
                $"{neighbors.SharedTerms:0.00}",
                $"of {report.Analysis.Slots.Count}; {Readable.Count(neighbors.WithoutSharedTerm)} items share none");
            yield return new Tile(
                "Distinguishing terms",
                $"{neighbors.DistinguishingTerms:0.00}",
                $"that no near item has; {Readable.Count(neighbors.WithoutDistinguishingTerm)} items have none");
        }
    }

    private static List<(string Name, int Items)> Ways(TermsReport report)
    {
        var named = report.ValidAtFirst + report.Retried + report.Extracted;
        (string Name, int Items)[] ways =
        [
            ("first answer", report.ValidAtFirst),
            ("when asked again", report.Retried),
            ("extracted", report.Extracted),
            ("kept or imported", Math.Max(0, report.Valid - named)),
            ("none", report.Failed),
        ];
        return [.. ways.Where(way => way.Items > 0)];
    }

    private static string Origin(TermsReport report) => Ways(report) switch
    {
        [("extracted", _)] => "All term IDs were extracted from the items' own texts, without a model.",
        [("kept or imported", _)] => "All term IDs were imported.",
        [("first answer", _)] => "A language model named every term ID, each in its first answer.",
        var ways => $"How the items came by their term IDs: {string.Join(", ", ways.Select(way =>
            $"{way.Name} {Readable.Count(way.Items)} ({PageText.Percent(way.Items, report.Items)})"))}.",
    };
}

/// <summary>
/// Holds what the workspace holds beyond figures, read once for all sections. What is missing, or has been made from something else since,
/// is null.
/// </summary>
/// <param name="Dataset">The items and histories.</param>
/// <param name="Library">The items' term IDs.</param>
/// <param name="Neighbors">The items that are near by their texts.</param>
/// <param name="Similar">The items that are near by what users did.</param>
internal sealed record WorkspaceData(Dataset? Dataset, TermLibrary? Library, NeighborTable? Neighbors, NeighborTable? Similar)
{
    /// <summary>Reads what fits together.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="stages">Its stages, which know what fits.</param>
    public static WorkspaceData Read(GrlmWorkspace workspace, IReadOnlyList<StageContent> stages)
    {
        if (!Fits(ArtifactNames.Dataset))
        {
            return new WorkspaceData(null, null, null, null);
        }

        var dataset = DatasetReader.Read(workspace);
        return new WorkspaceData(
            dataset,
            Fits(ArtifactNames.Terms) ? TermLibraryReader.Read(workspace, dataset.Catalog) : null,
            Fits(ArtifactNames.Neighbors) ? NeighborTableFile.ByText.Read(workspace, dataset.Catalog) : null,
            Fits(ArtifactNames.Ranker) && workspace.FilesOf(ArtifactNames.Ranker).Find(ArtifactNames.SimilarItems) is not null
                ? NeighborTableFile.ByBehavior.Read(workspace, dataset.Catalog)
                : null);

        bool Fits(string folder) => stages.Any(stage => stage.Folder == folder && stage.Problem is null);
    }
}
