namespace Grlm;

/// <summary>
/// Holds what is to be predicted: of every user that has one a target item, and what is known before it. Immutable and safe for concurrent
/// reads.
/// </summary>
public sealed class EvaluationTargets
{
    private readonly UserHistories _histories;
    private readonly int[] _places;

    /// <param name="histories">Interactions up to the targets at least.</param>
    /// <param name="places">Where each user's target stands; no target where there is nothing before it, or nothing there.</param>
    internal EvaluationTargets(UserHistories histories, int[] places) => (_histories, _places) = (histories, places);

    /// <summary>Returns the targets that are of one domain.</summary>
    internal EvaluationTargets Of(Catalog catalog, int domain)
        => new(_histories, [.. _places.Select((place, user) => HasTarget(user) && catalog.DomainOf(Target(user)) == domain ? place : 0)]);

    /// <summary>
    /// Returns the targets of some of the users, drawn at random: the same seed draws the same, and all where there are no more.
    /// </summary>
    /// <param name="users">How many users.</param>
    /// <param name="seed">Seed of the draw.</param>
    internal EvaluationTargets Sample(int users, int seed)
    {
        int[] all = [.. Users];
        new Random(seed).Shuffle(all);
        var drawn = all.Take(users).ToHashSet();
        return new EvaluationTargets(_histories, [.. _places.Select((place, user) => drawn.Contains(user) ? place : 0)]);
    }

    /// <summary>
    /// Returns how many users want again what is in their history: a protocol that leaves out what has been seen can't predict it.
    /// </summary>
    internal int CountRepeated() => Users.Count(user => History(user).Contains(Target(user)));

    /// <summary>Gets the users that have a target, in user order.</summary>
    public IEnumerable<int> Users => Enumerable.Range(0, _histories.Count).Where(HasTarget);

    /// <summary>Gets how many users have a target.</summary>
    public int Count => Users.Count();

    /// <summary>Tells whether a user has a target.</summary>
    public bool HasTarget(int user) => _places[user] > 0 && _places[user] < _histories[user].Length;

    /// <summary>Returns what is known of a user before the target, oldest first.</summary>
    public ReadOnlySpan<int> History(int user) => _histories[user][.._places[user]];

    /// <summary>Returns the item index that is to be predicted; the user must have one.</summary>
    public int Target(int user) => _histories[user][_places[user]];
}
