namespace Grlm.LanguageModels;

/// <summary>
/// Represents a trie as one request may see it: a node is there while a leaf below it may be generated. What requests have in common is
/// counted once for all of them; what is a request's own costs time in its own number. For one thread at a time.
/// </summary>
/// <param name="trie">The trie.</param>
/// <param name="allowedBefore">For each leaf, and for their end, how many leaves before it may be generated; null for all.</param>
/// <param name="hidden">Further leaves that may not be generated, ascending, each counted as allowed otherwise.</param>
internal sealed class TokenTrieView(TokenTrie trie, int[]? allowedBefore, int[] hidden) : ITokenConstraint
{
    private readonly bool _isEmpty = !Shows(0..trie.LeafCount, allowedBefore, hidden);
    private int[] _allowed = new int[16];

    /// <inheritdoc/>
    public int Start => trie.Start;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Allowed(int state)
    {
        var tokens = _isEmpty ? [] : trie.Allowed(state);
        if (tokens.IsEmpty || trie.NodeAt(state) is not { } node)
        {
            return tokens; // the node before it is there, and so is what it forces
        }

        if (_allowed.Length < tokens.Length)
        {
            _allowed = new int[tokens.Length];
        }

        var (count, first) = (0, trie.ChildrenOf(node).Start.Value);
        for (var place = 0; place < tokens.Length; place++)
        {
            if (Shows(trie.LeavesOf(first + place), allowedBefore, hidden))
            {
                _allowed[count++] = tokens[place];
            }
        }

        return _allowed.AsSpan(0, count);
    }

    /// <inheritdoc/>
    public int Next(int state, int token) => trie.Next(state, token);

    private static bool Shows(Range leaves, int[]? allowedBefore, int[] hidden)
    {
        var (start, end) = (leaves.Start.Value, leaves.End.Value);
        var allowed = allowedBefore is null ? end - start : allowedBefore[end] - allowedBefore[start];
        return allowed > hidden.Length || allowed > CountBelow(hidden, end) - CountBelow(hidden, start);
    }

    private static int CountBelow(int[] ascending, int bound)
    {
        var place = Array.BinarySearch(ascending, bound);
        return place < 0 ? ~place : place;
    }
}
