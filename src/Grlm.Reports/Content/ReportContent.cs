namespace Grlm.Reports;

/// <summary>Everything that the report shows, read and drawn; the page only lays it out.</summary>
public sealed record ReportContent
{
    /// <summary>Name of the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the library that made the report.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The figures of most interest, for the head of the page.</summary>
    public required IReadOnlyList<Tile> Highlights { get; init; }

    /// <summary>The sections of the page in order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Evaluations on the same targets under the same protocol, a group each.</summary>
    public required IReadOnlyList<ComparableRuns> Evaluations { get; init; }

    /// <summary>The same for users apart by their traits; empty where no evaluation has that.</summary>
    public required IReadOnlyList<BreakdownContent> Breakdowns { get; init; }

    /// <summary>The term library; null where there is none.</summary>
    public LibraryContent? Library { get; init; }

    /// <summary>The models, trained or not yet.</summary>
    public required IReadOnlyList<TrainingContent> Trainings { get; init; }

    /// <summary>What was recommended to some users; null where nothing has been evaluated.</summary>
    public StoriesContent? Stories { get; init; }

    /// <summary>The stages that have run, in the order of the pipeline.</summary>
    public required IReadOnlyList<StageContent> Stages { get; init; }
}
