using Microsoft.AspNetCore.Mvc;

namespace Grlm.Serving;

/// <summary>Answers with recommended items, best first.</summary>
internal sealed record RecommendationAnswer
{
    /// <summary>Gets the id of the answer, for interactions that come of it and for the following page.</summary>
    public required string RecommId { get; init; }

    /// <summary>Gets the items.</summary>
    public required IReadOnlyList<AnsweredItem> Items { get; init; }

    /// <summary>Gets the version of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the time that the answer took.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>Gets what was understood of the wishes, in the order want, avoid, require, forbid; null where there are none.</summary>
    public IReadOnlyList<UnderstoodText>? Understood { get; init; }

    /// <summary>Gets ids of the history that are not in the catalogue and were passed over; null where there are none.</summary>
    public IReadOnlyList<string>? UnknownItems { get; init; }
}

/// <summary>Answers with one item.</summary>
internal sealed record AnsweredItem
{
    /// <summary>Gets the shop's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets whatever its source orders by.</summary>
    public required double Score { get; init; }

    /// <summary>Gets how it came into the list.</summary>
    public required string Source { get; init; }

    /// <summary>Gets its term ID.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Gets what the shop says of it, where that was asked for.</summary>
    public ItemBody? Properties { get; init; }
}

/// <summary>Answers with items, best first.</summary>
internal sealed record ItemsAnswer
{
    /// <summary>Gets the items.</summary>
    public required IReadOnlyList<AnsweredItem> Items { get; init; }

    /// <summary>Gets the time that the answer took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>Answers what a text was read as, and the items that it means.</summary>
internal sealed record GroundAnswer
{
    /// <summary>Gets the terms that were read.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Gets what had to be put right to read it.</summary>
    public required IReadOnlyList<string> Repaired { get; init; }

    /// <summary>Gets the items.</summary>
    public required IReadOnlyList<AnsweredItem> Items { get; init; }

    /// <summary>Gets why there are none; null where there are some.</summary>
    public string? Reason { get; init; }
}

/// <summary>Answers a batch: one entry a request, in their order.</summary>
internal sealed record BatchAnswer
{
    /// <summary>Gets the entries.</summary>
    public required IReadOnlyList<BatchEntry> Answers { get; init; }
}

/// <summary>Answers one request of a batch.</summary>
internal sealed record BatchEntry
{
    /// <summary>Gets the status that the request would have had by itself.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the recommendations; null where it was refused.</summary>
    public RecommendationAnswer? Answer { get; init; }

    /// <summary>Gets why it was refused; null where it was not.</summary>
    public ProblemDetails? Problem { get; init; }
}

/// <summary>Tells how it goes.</summary>
internal sealed record HealthAnswer
{
    /// <summary>Gets <c>live</c> or <c>ready</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Gets the version of the model that answers.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the number of items that may be recommended.</summary>
    public int? Items { get; init; }
}
