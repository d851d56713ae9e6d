using System.Collections;

namespace Grlm;

/// <summary>Holds what is recommended to one user, best first. Immutable.</summary>
/// <param name="history">Item ids of what is known of the user, oldest first.</param>
/// <param name="items">The items.</param>
public sealed class RecommendedItems(IReadOnlyList<string> history, IReadOnlyList<RecommendedItem> items) : IReadOnlyList<RecommendedItem>
{
    /// <summary>Gets the item ids of what is known of the user, oldest first.</summary>
    public IReadOnlyList<string> History { get; } = history;

    /// <summary>Gets why there is nothing; null where there is something.</summary>
    public EmptyReason? EmptyBecause { get; init; }

    /// <summary>
    /// Gets what was understood of the wishes, in the order wanted, avoided, required, forbidden; empty where there are none.
    /// </summary>
    public IReadOnlyList<UnderstoodText> Understood { get; init; } = [];

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public RecommendedItem this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<RecommendedItem> GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
