namespace Grlm.Serving;

/// <summary>Says what a user did.</summary>
internal sealed record InteractionBody
{
    /// <summary>Gets the shop's id of it: it counts once, however often it is sent. One is made where there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets who did it.</summary>
    public string? User { get; init; }

    /// <summary>Gets the item's id.</summary>
    public string? Item { get; init; }

    /// <summary>Gets what was done: view, cart, purchase, rating, or the shop's own word; view by default.</summary>
    public string? Type { get; init; }

    /// <summary>Gets a rating or a quantity.</summary>
    public double? Value { get; init; }

    /// <summary>Gets when; now by default.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Gets the <c>recommId</c> of the answer that led to it.</summary>
    public string? RecommId { get; init; }

    public static InteractionBody Of(StoredInteraction interaction) => new()
    {
        Id = interaction.Id,
        User = interaction.User,
        Item = interaction.Item,
        Type = interaction.Type,
        Value = interaction.Value,
        Timestamp = interaction.Time,
        RecommId = interaction.RecommendationId,
    };

    public StoredInteraction ToStored(int place, DateTimeOffset now) => new(
        Id ?? Guid.CreateVersion7().ToString("N"),
        User ?? throw Missing("user", place),
        Item ?? throw Missing("item", place),
        Type ?? "view",
        Value,
        Timestamp ?? now,
        RecommId);

    private static ApiException Missing(string field, int place)
        => ApiException.Invalid("field-missing", $"Interaction {place + 1} has no '{field}'. Give it.");
}

/// <summary>Appends interactions.</summary>
internal sealed record InteractionsCall
{
    /// <summary>Gets 1 to 1,000 interactions.</summary>
    public IReadOnlyList<InteractionBody>? Interactions { get; init; }
}

/// <summary>Counts what was appended.</summary>
internal sealed record InteractionsWritten
{
    /// <summary>Gets how many are new.</summary>
    public required int Accepted { get; init; }

    /// <summary>Gets how many were there already.</summary>
    public required int Duplicates { get; init; }
}

/// <summary>Lists what a user did.</summary>
internal sealed record InteractionPage
{
    /// <summary>Gets the latest interactions, oldest first.</summary>
    public required IReadOnlyList<InteractionBody> Interactions { get; init; }
}

/// <summary>Counts what was deleted with a user.</summary>
internal sealed record UserDeleted
{
    /// <summary>Gets what he did.</summary>
    public required int Interactions { get; init; }

    /// <summary>Gets what was recommended to him.</summary>
    public required int Recommendations { get; init; }
}
