namespace Grlm;

/// <summary>Figures of a term library: <c>terms/report.json</c>.</summary>
public sealed record TermsReport : IStageReport
{
    /// <summary>Gets the number of items in the catalogue.</summary>
    public required int Items { get; init; }

    /// <summary>Gets the number of items with a valid TID.</summary>
    public required int Valid { get; init; }

    /// <summary>Gets the number of items that share their TID with an earlier one: items with a TID less distinct TIDs.</summary>
    public required int CollidingItems { get; init; }

    /// <summary>Gets the number of items whose first answer from the provider was a TID; 0 where none was asked.</summary>
    public int ValidAtFirst { get; init; }

    /// <summary>Gets the number of items whose answer became a TID when the provider asked again.</summary>
    public int Retried { get; init; }

    /// <summary>
    /// Gets the number of items whose TID was extracted: all of them with the provider <c>extract</c>, else those that the provider had
    /// none for.
    /// </summary>
    public int Extracted { get; init; }

    /// <summary>Gets the number of items that a language model has named a TID for; null where none was asked.</summary>
    public int? NamedByModel => Usage is null ? null : ValidAtFirst + Retried;

    /// <summary>Gets the number of items without a TID, but for those that were to have none.</summary>
    public int Failed { get; init; }

    /// <summary>Gets the number of items that shared a TID with another of different metadata, and were given one of their own.</summary>
    public int CollisionsRepaired { get; init; }

    /// <summary>
    /// Gets the part of <see cref="CollidingItems"/> that metadata (title, brand, categories, description) could tell apart: an item counts
    /// when they differ from those of every earlier item under its TID.
    /// </summary>
    public required int CollidingItemsWithDifferentMetadata { get; init; }

    /// <summary>Gets the number of distinct terms.</summary>
    public required int UniqueTerms { get; init; }

    /// <summary>Gets the number of terms that one item alone has.</summary>
    public required int SingletonTerms { get; init; }

    /// <summary>
    /// Gets the terms that an item has in common with one of its five nearest items, on average, filler left out; null where neighbours
    /// aren't known.
    /// </summary>
    public double? SharedTermsWithNeighbors { get; init; }

    /// <summary>
    /// Gets the number of items whose TID has a slot that says nothing, <c>unspecified</c>, because nothing more is known of them.
    /// </summary>
    public int ItemsWithFiller { get; init; }

    /// <summary>Gets such slots.</summary>
    public int FillerSlots { get; init; }

    /// <summary>Gets the number of items whose TID was not in normal form where it came from and was brought into it.</summary>
    public int Normalized { get; init; }

    /// <summary>Gets the number of items whose TID has a term twice.</summary>
    public int Repeating { get; init; }

    /// <summary>
    /// Gets the term IDs dropped by reason, and under <c>missing</c> the items left without one; empty unless imported leniently.
    /// </summary>
    public IReadOnlyDictionary<string, int> Dropped { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Gets the version of the library that came of it.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Gets the frequency by slot, collision groups, consistency, discriminability, worst cases.</summary>
    public TermLibraryAnalysis? Analysis { get; init; }

    /// <summary>Forms of one word that have given way to another; the form, what stands for it, and its items.</summary>
    public IReadOnlyList<TermMerge> Variants { get; init; } = [];

    /// <summary>Gets the terms merged by standardisation.</summary>
    public IReadOnlyList<TermMerge> Merges { get; init; } = [];

    /// <summary>Gets the items that the provider made no TID for, with the reason; extraction has made theirs.</summary>
    public IReadOnlyList<TermFailure> Failures { get; init; } = [];

    /// <summary>Gets what the answers of a language model took; null where none was asked.</summary>
    public ModelUsage? Usage { get; init; }

    /// <summary>Gets what the neighbours change; only where terms were made without them.</summary>
    public ContextFigures? Context { get; init; }

    /// <inheritdoc/>
    public string Summarize() => $"{Readable.Count(Valid)} term IDs of {Readable.Count(UniqueTerms)} terms";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Term library",
            [
                ("Items", Readable.Count(Items)),
                ("With a valid term ID", Readable.Count(Valid)),
                ("Sharing one with another", Readable.Count(CollidingItems)),
                ("… though their metadata differ", Readable.Count(CollidingItemsWithDifferentMetadata)),
                ("Distinct terms", Readable.Count(UniqueTerms)),
                ("… that one item alone has", Readable.Count(SingletonTerms)),
                .. SharedTermsWithNeighbors is { } shared
                    ? [("Shared with a near item", Analysis is { } analysis ? $"{shared:F2} of {analysis.Slots.Count}" : $"{shared:F2}")]
                    : Array.Empty<(string, string)>(),
                .. FillerSlots > 0
                    ? [("With a slot that says nothing", $"{Readable.Count(ItemsWithFiller)} ({Readable.Count(FillerSlots)} slots)")]
                    : Array.Empty<(string, string)>(),
                .. Extracted > 0 ? [("Extracted", Readable.Count(Extracted))] : Array.Empty<(string, string)>(),
                .. Usage is { } usage ? FiguresOf(usage) : [],
                .. CollisionsRepaired > 0
                    ? [("Told apart after a collision", Readable.Count(CollisionsRepaired))] : Array.Empty<(string, string)>(),
                .. Context is { } context ? FiguresOf(context) : [],
                .. Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
            ]),
    ];

    private IEnumerable<(string Name, string Value)> FiguresOf(ModelUsage usage) =>
    [
        ("Named by the model at once", Readable.Count(ValidAtFirst)),
        ("… when asked again", Readable.Count(Retried)),
        ("… not at all", Readable.Count(Failures.Count)),
        ("Calls, and answers of earlier runs", $"{Readable.Count(usage.Calls)} + {Readable.Count(usage.Reused)}"),
        ("Tokens read and written", $"{Readable.Count(usage.InputTokens)} + {Readable.Count(usage.OutputTokens)}"),
        .. usage.Cost is { } cost ? [("Cost", $"{cost:N2}")] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string Name, string Value)> FiguresOf(ContextFigures context) =>
    [
        ("With neighbours: other term IDs", Readable.Count(context.ItemsChanged)),
        ("… distinct terms", Readable.Count(context.UniqueTerms)),
        ("… that one item alone has", Readable.Count(context.SingletonTerms)),
        ("… shared with a near item", context.SharedTermsWithNeighbors is { } shared ? $"{shared:F2}" : "–"),
    ];
}
