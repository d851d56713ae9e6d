namespace Grlm;

/// <summary>
/// Metrics of users apart by one of their traits: the length of the history, how popular the target is, which domain it is of. Not
/// thread-safe.
/// </summary>
/// <param name="name">Name of the trait.</param>
/// <param name="groups">Names of the groups, in the order in which they are told.</param>
/// <param name="groupOf">The place of a user's group among them.</param>
internal sealed class Breakdown(string name, IReadOnlyList<string> groups, Func<UserPrediction, int> groupOf)
{
    private static readonly MetricName[] _shown =
        [new(MetricKind.Recall, 5), new(MetricKind.Recall, 10), new(MetricKind.Ndcg, 5), new(MetricKind.Ndcg, 10)];

    // Ends of the ranges, inclusive: histories from one interaction on, targets from none.
    private static readonly int[] _lengths = [2, 5, 10, 20, 50];
    private static readonly int[] _counts = [0, 5, 10, 20, 50, 100];

    private readonly MetricsAccumulator[] _metrics = [.. groups.Select(_ => new MetricsAccumulator(_shown))];

    /// <summary>Name of the trait.</summary>
    public string Name => name;

    /// <summary>Groups users by how many interactions of a user are known before the target.</summary>
    public static Breakdown ByHistoryLength(EvaluationTargets targets)
        => new("historyLength", RangesOf(1, _lengths), prediction => RangeOf(_lengths, targets.History(prediction.User).Length));

    /// <summary>Groups users by how often the target occurs in training; <c>cold</c> where it never does.</summary>
    public static Breakdown ByTargetPopularity(IReadOnlyList<int> popularity)
        => new("targetPopularity", ["cold", .. RangesOf(0, _counts).Skip(1)],
            prediction => RangeOf(_counts, popularity[prediction.Target]));

    /// <summary>Groups users by the domain of the target.</summary>
    public static Breakdown ByDomain(Catalog catalog)
        => new("domain", [.. catalog.Domains.Select(domain => domain.Length > 0 ? domain : "(none)")],
            prediction => catalog.DomainOf(prediction.Target));

    /// <summary>Adds one user.</summary>
    public void Add(UserPrediction prediction) => _metrics[groupOf(prediction)].Add(prediction);

    /// <summary>Returns the groups that have users.</summary>
    /// <param name="seed">Seed of the bootstrap.</param>
    public IReadOnlyList<EvaluationGroup> Groups(int seed)
        => [.. groups.Zip(_metrics).Where(group => group.Second.Users > 0)
            .Select(group => new EvaluationGroup(group.First, group.Second.Users, group.Second.Means(), group.Second.Intervals(seed)))];

    /// <summary>Returns <c>1–2</c>, <c>3–5</c>, …, <c>51 or more</c>.</summary>
    private static IReadOnlyList<string> RangesOf(int first, int[] ends)
    {
        var ranges = new List<string>();
        foreach (var end in ends)
        {
            ranges.Add(first == end ? $"{end}" : $"{first}–{end}");
            first = end + 1;
        }

        return [.. ranges, $"{first} or more"];
    }

    private static int RangeOf(int[] ends, int value)
    {
        var place = Array.BinarySearch(ends, value);
        return place < 0 ? ~place : place;
    }
}
