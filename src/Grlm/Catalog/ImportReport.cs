namespace Grlm;

/// <summary>Holds what the import stage read and kept.</summary>
/// <param name="Items">Items in the catalogue.</param>
/// <param name="Users">Users with at least one interaction.</param>
/// <param name="Interactions">Interactions kept.</param>
/// <param name="Duplicates">Rows dropped because they repeat another to the letter, interactions and items together.</param>
/// <param name="Dropped">Rows dropped, by reason; empty where nothing was.</param>
public sealed record ImportReport(int Items, int Users, long Interactions, long Duplicates, IReadOnlyDictionary<string, long> Dropped)
    : IStageReport
{
    /// <summary>Gets what there is of each domain, in the order of the catalogue; empty where no domain has a name.</summary>
    public IReadOnlyList<DomainCounts> Domains { get; init; } = [];

    /// <summary>Gets the times of each file that has some; empty in reports of earlier versions.</summary>
    public IReadOnlyList<InteractionTimes> Times { get; init; } = [];

    /// <summary>Gets what each file looked like and which of its columns were read; empty in reports of earlier versions.</summary>
    public IReadOnlyList<FileReading> Files { get; init; } = [];

    /// <summary>Gets the items kept of which a part may not be as it was meant, by what was noticed: a price that is no number.</summary>
    public IReadOnlyDictionary<string, long> Noticed { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets how the interactions are split; null in reports of earlier versions.</summary>
    public SplitDefinition? Split { get; init; }

    /// <inheritdoc/>
    public string Summarize() => $"{Readable.Count(Items)} items, {Readable.Count(Interactions)} interactions";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Dataset",
            [
                ("Items", Readable.Count(Items)),
                ("Users", Readable.Count(Users)),
                ("Interactions", Readable.Count(Interactions)),
                .. Domains.Select(domain =>
                    ($"… of {domain.Domain}",
                        $"{Readable.Count(domain.Items)} items, {Readable.Count(domain.Users)} users, " +
                        Readable.Count(domain.Interactions))),
                .. Times.Select(times =>
                    ($"Times in {Path.GetFileName(times.File)}",
                        $"{times.Unit}, {times.Earliest:yyyy-MM-dd} to {times.Latest:yyyy-MM-dd}")),
                ("Duplicates dropped", Readable.Count(Duplicates)),
                .. Split is { ValidationFrom: { } validation, TestFrom: { } test }
                    ? [("Validation from", $"{validation:yyyy-MM-dd HH:mm}"), ("Test from", $"{test:yyyy-MM-dd HH:mm}")]
                    : Array.Empty<(string, string)>(),
                .. Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
                .. Noticed.Select(noticed => ($"Kept: {noticed.Key}", Readable.Count(noticed.Value))),
            ]),
    ];
}
