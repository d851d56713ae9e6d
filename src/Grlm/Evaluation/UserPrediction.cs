namespace Grlm.Internal;

/// <summary>Holds what was recommended to one user whose target is known.</summary>
/// <param name="User">User index.</param>
/// <param name="Target">Item index of the held-out interaction.</param>
/// <param name="Items">The recommended items, best first.</param>
/// <param name="IsValid">For each generated term ID, most probable first, whether the library has it; empty where the ranker
/// ranked.</param>
public sealed record UserPrediction(int User, int Target, IReadOnlyList<Recommendation> Items, IReadOnlyList<bool> IsValid)
{
    /// <summary>Gets the number of the term that the user has wished for; null for none.</summary>
    public int? Wish { get; init; }

    /// <summary>Gets the one-based place of the target among the items; null where it is not among them.</summary>
    public int? Rank { get; } = RankOf(Target, Items);

    private static int? RankOf(int target, IReadOnlyList<Recommendation> items)
    {
        for (var place = 0; place < items.Count; place++)
        {
            if (items[place].Item == target)
            {
                return place + 1;
            }
        }

        return null;
    }
}
