namespace Grlm.Serving;

/// <summary>
/// Compares a version of the model with the one that answers, user by user, on the users that the new version has held out for its own
/// validation: their targets are new to both. The same users and the same live catalogue lie before both.
/// </summary>
internal static class ModelComparison
{
    private const string Metric = "ndcg@10";

    private const int MostUsers = 2_000, Together = 64, ListLength = 20, Seed = 42;

    /// <summary>Compares.</summary>
    /// <returns>How the new version differs from the other; null where nobody can be asked.</returns>
    public static async Task<ComparisonBody?> OfAsync(
        ShopVersion candidate, ShopVersion active, CancellationToken cancellationToken)
    {
        // Where one was trained on validation targets only the test targets are new.
        var isRefit = candidate.Engine.IsRefit || active.Engine.IsRefit;
        var targets = candidate.Engine.Dataset.Split.Targets(isRefit ? SplitPart.Test : SplitPart.Validation);
        int[] users = [.. targets.Users];
        new Random(Seed).Shuffle(users);
        var asked = users.Take(MostUsers).Order()
            .Select(user => (History: IdsOf(candidate, targets.History(user)), Target: IdOf(candidate, targets.Target(user)))).ToList();
        if (asked.Count == 0)
            return null;
        var (own, other) = (new List<int>(asked.Count), new List<int>(asked.Count));
        foreach (var chunk in asked.Chunk(Together))
        {
            own.AddRange(await RanksAsync(candidate, chunk, cancellationToken).ConfigureAwait(false));
            other.AddRange(await RanksAsync(active, chunk, cancellationToken).ConfigureAwait(false));
        }

        var found = PairedComparison.Of(own, other, Seed)[Metric];
        return new ComparisonBody
        {
            Users = asked.Count,
            Metric = Metric,
            Value = found.Value,
            Other = found.Other,
            Difference = found.Difference,
            Low = found.Interval[0],
            High = found.Interval[1],
        };
    }

    /// <summary>Returns the place of each target in the list of its user; 0 where it is not there.</summary>
    private static async Task<IEnumerable<int>> RanksAsync(
        ShopVersion version, (string[] History, string Target)[] asked, CancellationToken cancellationToken)
    {
        var catalog = version.Catalog.Current;
        GenerationRequest[] requests =
        [
            .. asked.Select(one =>
            {
                var history = one.History.Select(catalog.Find).OfType<ServedItem>().ToList();
                return new GenerationRequest(
                    [.. history.Where(item => item.Proxy >= 0).Select(item => item.Proxy)], history.Select(item => item.Index).ToHashSet());
            }),
        ];
        var lists = await version.Queue.AskTogetherAsync(requests, version.Engine.Source, ListLength, cancellationToken)
            .ConfigureAwait(false);
        return asked.Select((one, place) =>
            catalog.Find(one.Target) is { } target ? lists[place].Select(item => item.Item).ToList().IndexOf(target.Index) + 1 : 0);
    }

    private static string[] IdsOf(ShopVersion version, ReadOnlySpan<int> items)
    {
        var ids = new string[items.Length];
        for (var place = 0; place < ids.Length; place++)
            ids[place] = IdOf(version, items[place]);
        return ids;
    }

    private static string IdOf(ShopVersion version, int item) => version.Engine.Dataset.Catalog[item].Id;
}
