namespace Grlm.Serving;

/// <summary>Says how much may be asked at a time, and refuses more.</summary>
internal static class Limits
{
    /// <summary>Counts the bytes of a body.</summary>
    public const long Body = 1 << 20, LargeBody = 32 << 20, ModelFile = 64L << 30;

    /// <summary>Counts the entries of a list of ids, of a batch of requests, and of items or interactions.</summary>
    public const int Ids = 1_000, Requests = 10_000, Rows = 1_000;

    /// <summary>Counts the wishes of a request, and the characters of one.</summary>
    public const int Wishes = 20, Text = 512;

    /// <summary>Returns how many items are asked for.</summary>
    /// <exception cref="ApiException">Fewer than one, or more than may be.</exception>
    public static int Count(int? count, int usual = RecommendationRequest.UsualCount)
        => count is null ? usual
            : count is >= 1 and <= RecommendationRequest.MaximumCount ? count.Value
            : throw ApiException.Invalid("count-out-of-range",
                $"'count' is {count}. Give it 1 to {Readable.Count(RecommendationRequest.MaximumCount)}.");

    /// <summary>Returns a list of ids; none where it is left out.</summary>
    /// <exception cref="ApiException">It has more ids than may be, or something that is none.</exception>
    public static IReadOnlyList<string> List(IReadOnlyList<string>? ids, string field)
    {
        if (ids is null)
            return [];
        if (ids.Count > Ids)
            throw ApiException.Invalid("too-many-ids", $"'{field}' has {ids.Count} ids. Give at most {Ids}.");
        return ids.Any(id => id is not { Length: > 0 })
            ? throw ApiException.Invalid("null-in-list", $"'{field}' holds null or an empty id. Leave it out.")
            : ids;
    }

    /// <summary>Returns a list that must have entries.</summary>
    /// <exception cref="ApiException">It has none, more than may be, or null among them.</exception>
    public static IReadOnlyList<T> Some<T>(IReadOnlyList<T>? entries, string field, int most)
        where T : class
        => entries is not { Count: > 0 } || entries.Count > most
            ? throw ApiException.Invalid(
                "too-many-or-none", $"'{field}' has {entries?.Count ?? 0} entries. Give 1 to {Readable.Count(most)}.")
            : entries.Any(entry => entry is null)
                ? throw ApiException.Invalid("null-in-list", $"'{field}' holds null. Leave it out.")
                : entries;

    /// <summary>Returns an id, a user or a name; null where it is left out.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long or no text.</exception>
    public static string? Key(string? text, string field) => text is null ? null : StoreGuard.Key(text, $"'{field}'");
}
