namespace Grlm.Serving;

/// <summary>Reads what somebody did: in the dataset, then in the store, then what the caller says of it. Safe for concurrent use.</summary>
internal sealed class ShopHistories(UserHistories dataset, InteractionStore store)
{
    /// <summary>Counts the interactions of the store that are read: more than any model takes.</summary>
    public const int LongestHistory = 200;

    /// <summary>Types of which nothing follows for what somebody likes.</summary>
    private static readonly string[] _uncounted = ["shown", "impression", "dislike"];

    /// <summary>Reads a history.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="user">Who; null for nobody in particular.</param>
    /// <param name="given">Item ids that come after what is known of the user.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<UserHistory> ReadAsync(
        CatalogSnapshot catalog, string? user, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var (items, seen, unknown) = (new List<int>(), new HashSet<int>(), new List<string>());
        if (user is not null && dataset.TryGetUser(user, out var index))
        {
            foreach (var item in dataset[index])
                Add(catalog.Items[item]);
        }

        if (user is not null)
        {
            foreach (var interaction in await store.HistoryAsync(user, LongestHistory, cancellationToken).ConfigureAwait(false))
            {
                if (Counts(interaction) && catalog.Find(interaction.Item) is { } item)
                    Add(item);
            }
        }

        foreach (var id in given)
        {
            if (catalog.Find(id) is { } item)
                Add(item);
            else
                unknown.Add(id);
        }

        return new UserHistory(items, seen, unknown);

        void Add(ServedItem item)
        {
            seen.Add(item.Index);
            if (item.Proxy >= 0)
                items.Add(item.Proxy);
        }
    }

    private static bool Counts(StoredInteraction interaction)
        => !_uncounted.Contains(interaction.Type, StringComparer.OrdinalIgnoreCase)
            && (!string.Equals(interaction.Type, "rating", StringComparison.OrdinalIgnoreCase) || interaction.Value is null or > 0);
}
