namespace Grlm;

/// <summary>Figures of a term library: <c>terms/report.json</c>.</summary>
public sealed record TermsReport
{
    /// <summary>Items in the catalogue.</summary>
    public required int Items { get; init; }

    /// <summary>Items with a valid TID.</summary>
    public required int Valid { get; init; }

    /// <summary>Items whose TID is that of another item as well.</summary>
    public required int CollidingItems { get; init; }

    /// <summary>Colliding items whose metadata (title, brand, categories, description) differ from another's under the same TID.</summary>
    public required int CollidingItemsWithDifferentMetadata { get; init; }

    /// <summary>Distinct terms.</summary>
    public required int UniqueTerms { get; init; }

    /// <summary>Terms that one item alone has.</summary>
    public required int SingletonTerms { get; init; }
}
