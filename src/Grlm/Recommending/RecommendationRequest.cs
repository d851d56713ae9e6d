namespace Grlm;

/// <summary>Asks for recommendations to one user.</summary>
public sealed record RecommendationRequest
{
    /// <summary>Items in a list that nobody has given a length.</summary>
    public const int UsualCount = 10;

    /// <summary>Items in the longest list.</summary>
    public const int MaximumCount = 1_000;

    /// <summary>A user of the dataset; null for nobody in particular.</summary>
    public string? User { get; init; }

    /// <summary>Item ids, oldest first; they come after what the dataset holds of <see cref="User"/>.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>How many items, 1 to 1,000.</summary>
    public int Count { get; init; } = UsualCount;

    /// <summary>What the items must be like.</summary>
    public ItemCriteria Criteria { get; init; } = ItemCriteria.None;

    /// <summary>Item ids that may not be shown, beside those of the history.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether items of the history may be shown again.</summary>
    public bool IncludeSeen { get; init; }
}
