using System.Runtime.CompilerServices;

namespace Grlm;

/// <summary>
/// Says what is added to the log-probability of each item of a catalogue, by the generator's beams and by the ranker alike: wishes, and
/// whatever else a shop prefers. Make it once and share it between requests, as an <see cref="ItemFilter"/>. Immutable and safe for
/// concurrent use.
/// </summary>
public sealed class ItemBoosts
{
    private readonly float[] _boosts;
    private readonly ConditionalWeakTable<TermTrie, float[]> _bestBelow = [];

    /// <param name="itemCount">Items in the catalogue.</param>
    /// <param name="boostOf">What is added for an item; asked once for each. Finite.</param>
    /// <exception cref="ArgumentException">A boost is not finite.</exception>
    public ItemBoosts(int itemCount, Func<int, double> boostOf)
        : this(Of(itemCount, boostOf))
    {
    }

    /// <param name="boosts">What is added for each item: <c>[items]</c>.</param>
    internal ItemBoosts(float[] boosts)
    {
        if (!VectorMatrix.IsFinite(boosts))
        {
            throw new ArgumentException("Boosts are finite numbers.", nameof(boosts));
        }

        _boosts = boosts;
    }

    /// <summary>Gets the number of items in the catalogue.</summary>
    public int ItemCount => _boosts.Length;

    /// <summary>Gets what is added for each item: <c>[items]</c>.</summary>
    internal ReadOnlySpan<float> Values => _boosts;

    /// <summary>Returns what is added for an item; nothing for one beyond the catalogue.</summary>
    public double Of(int item) => (uint)item < (uint)_boosts.Length ? _boosts[item] : 0;

    /// <summary>Returns for each node of a trie the most that is added for an item below it.</summary>
    internal float[] BestBelow(TermTrie trie) => _bestBelow.GetValue(trie, FindBestBelow);

    private static float[] Of(int itemCount, Func<int, double> boostOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        ArgumentNullException.ThrowIfNull(boostOf);
        var boosts = new float[itemCount];
        for (var item = 0; item < itemCount; item++)
        {
            boosts[item] = (float)boostOf(item);
        }

        return boosts;
    }

    private float[] FindBestBelow(TermTrie trie)
    {
        var best = new float[trie.NodeCount];
        Array.Fill(best, float.NegativeInfinity);
        var leaves = trie.NodesAt(trie.Length);
        for (var leaf = leaves.Start.Value; leaf < leaves.End.Value; leaf++)
        {
            foreach (var item in trie.ItemsBelow(leaf))
            {
                best[leaf] = Math.Max(best[leaf], (float)Of(item));
            }
        }

        // Children stand behind their parents: each node is complete when its turn comes.
        for (var node = trie.NodeCount - 1; node > TermTrie.Root; node--)
        {
            var parent = trie.ParentOf(node);
            best[parent] = Math.Max(best[parent], best[node]);
        }

        return best;
    }
}
