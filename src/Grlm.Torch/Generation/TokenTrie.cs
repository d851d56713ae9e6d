namespace Grlm.Torch;

/// <summary>
/// The trie of token sequences: only they can be generated. Nodes are numbered breadth first, so the children of a node are consecutive and
/// ordered by token, and what may follow is a slice of one array. Immutable and safe for concurrent use.
/// </summary>
internal sealed class TokenTrie : ITokenConstraint
{
    private readonly int[] _token;
    private readonly int[] _firstChild; // one entry more than there are nodes
    private readonly int[] _childOfRoot; // by token: the first level is far wider than all others

    /// <param name="sequences">The sequences, each usually with the end token behind it; equal ones count once.</param>
    /// <exception cref="ArgumentException">
    /// There is none, or one is the beginning of another, after which it could not be told whether to go on.
    /// </exception>
    public TokenTrie(IEnumerable<IReadOnlyList<int>> sequences)
    {
        var sorted = Sort(sequences);
        List<int> token = [-1], firstChild = [];
        List<Range> below = [0..sorted.Length]; // the sequences below each node
        for (var (node, depth, depthEnd) = (0, 0, 1); node < token.Count; node++)
        {
            if (node == depthEnd)
            {
                (depth, depthEnd) = (depth + 1, token.Count);
            }

            firstChild.Add(token.Count);
            for (var place = below[node].Start.Value; place < below[node].End.Value; place++)
            {
                if (sorted[place].Length == depth)
                {
                    continue;
                }

                if (firstChild[node] == token.Count || token[^1] != sorted[place][depth])
                {
                    token.Add(sorted[place][depth]);
                    below.Add(place..place);
                }

                below[^1] = below[^1].Start..(place + 1);
            }
        }

        firstChild.Add(token.Count);
        (_token, _firstChild) = ([.. token], [.. firstChild]);
        _childOfRoot = ChildrenByToken(_token.AsSpan(1, _firstChild[1] - 1));
    }

    /// <inheritdoc/>
    public int Start => 0;

    /// <summary>Number of nodes, the root included.</summary>
    public int NodeCount => _token.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Allowed(int state) => _token.AsSpan(_firstChild[state].._firstChild[state + 1]);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The token may not follow.</exception>
    public int Next(int state, int token)
        => TryNext(state, token, out var next) ? next
            : throw new ArgumentException($"Token {token} continues no sequence of the trie here.", nameof(token));

    /// <summary>The state behind a token, if it may follow.</summary>
    public bool TryNext(int state, int token, out int next)
    {
        if (state == Start)
        {
            next = (uint)token < (uint)_childOfRoot.Length ? _childOfRoot[token] : -1;
            return next >= 0;
        }

        var found = Allowed(state).BinarySearch(token);
        next = found < 0 ? -1 : _firstChild[state] + found;
        return found >= 0;
    }

    private static int[][] Sort(IEnumerable<IReadOnlyList<int>> sequences)
    {
        int[][] sorted = [.. sequences.Select(sequence => sequence.ToArray())];
        Array.Sort(sorted, (a, b) => a.AsSpan().SequenceCompareTo(b));
        if (sorted.Length == 0 || sorted[0].Length == 0)
        {
            throw new ArgumentException("A trie takes one sequence at least, and none may be empty.", nameof(sequences));
        }

        for (var place = 1; place < sorted.Length; place++)
        {
            if (sorted[place].Length > sorted[place - 1].Length && sorted[place].AsSpan().StartsWith(sorted[place - 1]))
            {
                throw new ArgumentException("A sequence is the beginning of another: put the end token behind each.", nameof(sequences));
            }
        }

        return sorted;
    }

    private static int[] ChildrenByToken(ReadOnlySpan<int> tokens)
    {
        var children = new int[tokens[^1] + 1];
        Array.Fill(children, -1);
        for (var place = 0; place < tokens.Length; place++)
        {
            children[tokens[place]] = place + 1;
        }

        return children;
    }
}
