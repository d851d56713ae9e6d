namespace Grlm.Serving;

/// <summary>Asks for recommendations: to a user, to a history, or to both.</summary>
internal sealed record RecommendationCall
{
    /// <summary>Gets whom to recommend to; somebody unknown is shown what is popular.</summary>
    public string? User { get; init; }

    /// <summary>Gets item ids, oldest first; they come after what is known of the user.</summary>
    public IReadOnlyList<string>? History { get; init; }

    /// <summary>Gets how many items, 1 to 1,000; 10 by default.</summary>
    public int? Count { get; init; }

    /// <summary>Gets a condition on items: <c>category == "Tents"</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>Gets item ids that may not be shown.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Tells whether items of the history may be shown again; not by default.</summary>
    public bool? IncludeSeen { get; init; }

    /// <summary>Gets what comes sooner where it meets one of these.</summary>
    public IReadOnlyList<WishBody>? Want { get; init; }

    /// <summary>Gets what comes later where it meets one of these.</summary>
    public IReadOnlyList<WishBody>? Avoid { get; init; }

    /// <summary>Gets texts that every item must meet, all of their words.</summary>
    public IReadOnlyList<string>? Require { get; init; }

    /// <summary>Gets texts that no item may meet, all of their words.</summary>
    public IReadOnlyList<string>? Forbid { get; init; }

    /// <summary>Gets the name of the place in the shop that asks: it is logged with the answer.</summary>
    public string? Scenario { get; init; }

    /// <summary>Gets the domain that items are wanted of.</summary>
    public string? Domain { get; init; }

    /// <summary>Gets what ranks; the best that the workspace has by default.</summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Tells whether the items' properties are answered too.</summary>
    public bool? ReturnProperties { get; init; }
}

/// <summary>Asks for items of a kind, in words.</summary>
internal sealed record WishBody
{
    /// <summary>Gets terms, or free text that is read into terms.</summary>
    public string? Text { get; init; }

    /// <summary>Gets how much it counts, 0 to 100; 5 by default.</summary>
    public double? Weight { get; init; }
}

/// <summary>Asks for the following page of a list.</summary>
internal sealed record NextCall
{
    /// <summary>Gets how many items; as many as in the page before by default.</summary>
    public int? Count { get; init; }
}

/// <summary>Asks for many lists at once.</summary>
internal sealed record BatchCall
{
    /// <summary>Gets 1 to 10,000 requests.</summary>
    public IReadOnlyList<RecommendationCall>? Requests { get; init; }
}

/// <summary>Asks for a list that the caller has to be put in order.</summary>
internal sealed record RankingCall
{
    /// <summary>Gets 1 to 1,000 item ids.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Gets for whom.</summary>
    public string? User { get; init; }

    /// <summary>Gets item ids, oldest first; they come after what is known of the user.</summary>
    public IReadOnlyList<string>? History { get; init; }

    /// <summary>Gets what ranks: fused, ranker, or a baseline.</summary>
    public RecommendationSource? Source { get; init; }
}

/// <summary>Asks for items like another one.</summary>
internal sealed record SimilarCall
{
    /// <summary>Gets what makes items alike: both by default.</summary>
    public Likeness? By { get; init; }

    /// <summary>Gets how many items, 1 to 1,000; 10 by default.</summary>
    public int? Count { get; init; }

    /// <summary>Gets a condition on items.</summary>
    public string? Filter { get; init; }

    /// <summary>Tells whether the items' properties are answered too.</summary>
    public bool? ReturnProperties { get; init; }
}

/// <summary>Says what makes items alike.</summary>
internal enum Likeness
{
    /// <summary>Takes both, in turns.</summary>
    Both,

    /// <summary>Counts that users turn to one around the other.</summary>
    Behavior,

    /// <summary>Counts terms that they share.</summary>
    Terms,
}

/// <summary>Asks for the items that a text means.</summary>
internal sealed record GroundCall
{
    /// <summary>Gets the text: <c>[term, term, …]</c>.</summary>
    public string? Text { get; init; }

    /// <summary>Gets how many items, 1 to 1,000; 10 by default.</summary>
    public int? Count { get; init; }

    /// <summary>Gets a condition on items.</summary>
    public string? Filter { get; init; }

    /// <summary>Tells whether the items' properties are answered too.</summary>
    public bool? ReturnProperties { get; init; }
}

/// <summary>Asks for items by words of their texts and terms.</summary>
internal sealed record SearchCall
{
    /// <summary>Gets the words.</summary>
    public string? Query { get; init; }

    /// <summary>Gets how many items, 1 to 1,000; 10 by default.</summary>
    public int? Count { get; init; }

    /// <summary>Gets a condition on items.</summary>
    public string? Filter { get; init; }

    /// <summary>Tells whether the items' properties are answered too.</summary>
    public bool? ReturnProperties { get; init; }
}
