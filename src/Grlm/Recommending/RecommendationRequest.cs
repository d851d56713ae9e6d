namespace Grlm;

/// <summary>Asks for recommendations to one user.</summary>
public sealed record RecommendationRequest
{
    /// <summary>Holds the items in a list that nobody has given a length.</summary>
    public const int UsualCount = 10;

    /// <summary>Holds the items in the longest list.</summary>
    public const int MaximumCount = 1_000;

    /// <summary>Gets a user of the dataset; null for nobody in particular.</summary>
    public string? User { get; init; }

    /// <summary>Gets the item ids, oldest first; they come after what the dataset holds of <see cref="User"/>.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>Gets how many items, 1 to 1,000.</summary>
    public int Count { get; init; } = UsualCount;

    /// <summary>Gets what the items must be like.</summary>
    public ItemCriteria Criteria { get; init; } = ItemCriteria.None;

    /// <summary>Gets the item ids that may not be shown, beside those of the history.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Gets what comes sooner where it meets one of these: terms, or free text that is read into terms.</summary>
    public IReadOnlyList<Wish> Want { get; init; } = [];

    /// <summary>Gets what comes later where it meets one of these.</summary>
    public IReadOnlyList<Wish> Avoid { get; init; } = [];

    /// <summary>Gets texts that every item must meet, all of their words: nothing else is shown.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Gets texts that no item may meet: what has all the words of one is not shown.</summary>
    public IReadOnlyList<string> Forbid { get; init; } = [];

    /// <summary>Tells whether to say why each item is recommended; that takes a pass of the models for each item of the history.</summary>
    public bool Explain { get; init; }

    /// <summary>Tells whether items of the history may be shown again.</summary>
    public bool IncludeSeen { get; init; }
}
