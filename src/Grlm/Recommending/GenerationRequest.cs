namespace Grlm;

/// <summary>Holds what a generator needs to know of one user.</summary>
/// <param name="History">Item indices, oldest first; longer ones are cut from the oldest end to what the model takes.</param>
/// <param name="ExcludedItems">
/// Items that may not be shown (already seen, for example). A constrained generator spends no beam on a TID all of whose items are
/// excluded.
/// </param>
public sealed record GenerationRequest(IReadOnlyList<int> History, IReadOnlySet<int> ExcludedItems)
{
    /// <summary>Gets no item excluded.</summary>
    public static IReadOnlySet<int> NothingExcluded { get; } = new HashSet<int>();

    /// <summary>
    /// Gets the only items that may be shown, those excluded aside; null, the default, for all. Share one between requests that ask for the
    /// same.
    /// </summary>
    public ItemFilter? Filter { get; init; }

    /// <summary>
    /// Gets what is added to the log-probabilities of items; null, the default, for nothing. The compact generator spends its beams on what
    /// comes first with it; a language model writes what it would write without, and what it has written is put into order with it.
    /// </summary>
    public ItemBoosts? Boosts { get; init; }

    /// <summary>
    /// Gets the index of the domain (<see cref="Catalog.Domains"/>) that the next item is wanted of; null, the default, for any. A language
    /// model is asked for it in the words that it was trained on; other generators leave it to <see cref="Filter"/>, and none of them hides
    /// other domains for it.
    /// </summary>
    public int? Domain { get; init; }

    /// <summary>Returns what is added to the log-probability of an item.</summary>
    internal double BoostOf(int item) => Boosts?.Of(item) ?? 0;

    /// <summary>Tells whether an item may be shown.</summary>
    public bool Allows(int item) => !ExcludedItems.Contains(item) && Filter?.Allows(item) != false;
}
