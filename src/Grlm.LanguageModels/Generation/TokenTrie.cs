namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents the trie of token sequences: only they can be generated. Runs of tokens without a choice are folded into the node behind
/// them, so there are nodes only where sequences part or end. A state is a place in one flat array, which holds either the only token that
/// may follow or the node that is reached; the children of a node are consecutive and ordered by token, so what may follow is a slice in
/// either case. Asking costs no allocation. Immutable and safe for concurrent use.
/// </summary>
public sealed class TokenTrie : ITokenConstraint
{
    private const int Root = 0;

    private readonly int[] _text; // by state: the forced token, or the complement of a node
    private readonly int[] _token; // by node: the token that leads to it
    private readonly int[] _state; // by node: the state behind that token
    private readonly int[] _firstChild; // by node, one entry more
    private readonly Range[] _leaves; // by node
    private readonly int[] _leafOfSequence;
    private readonly int[] _childOfRoot; // by token: the first choice is far wider than all others

    /// <param name="sequences">The sequences, each usually with the end token behind it; equal ones share a leaf.</param>
    /// <exception cref="ArgumentException">
    /// There is none, or one is the beginning of another, after which it could not be told whether to go on.
    /// </exception>
    public TokenTrie(IEnumerable<IReadOnlyList<int>> sequences)
    {
        var sorted = Sort([.. sequences.Select(sequence => sequence.ToArray())], out _leafOfSequence);
        List<int> text = [], token = [-1], state = [], firstChild = [];
        List<(Range Leaves, int Depth)> nodes = [(0..sorted.Count, 0)];
        for (var node = Root; node < nodes.Count; node++)
        {
            var ((start, end), depth) = ((nodes[node].Leaves.Start.Value, nodes[node].Leaves.End.Value), nodes[node].Depth);
            state.Add(text.Count);
            firstChild.Add(nodes.Count);
            for (; depth < sorted[start].Length && sorted[start][depth] == sorted[end - 1][depth]; depth++)
            {
                text.Add(sorted[start][depth]);
            }

            text.Add(~node);
            for (var leaf = start; end - start > 1 && leaf < end; leaf++)
            {
                if (leaf == start || token[^1] != sorted[leaf][depth])
                {
                    token.Add(sorted[leaf][depth]);
                    nodes.Add((leaf..leaf, depth + 1));
                }

                nodes[^1] = (nodes[^1].Leaves.Start..(leaf + 1), depth + 1);
            }
        }

        firstChild.Add(nodes.Count);
        (_text, _token, _state, _firstChild) = ([.. text], [.. token], [.. state], [.. firstChild]);
        _leaves = [.. nodes.Select(node => node.Leaves)];
        LeafCount = sorted.Count;
        _childOfRoot = ChildrenByToken(_token.AsSpan(1, _firstChild[1] - 1));
    }

    /// <inheritdoc/>
    public int Start => 0;

    /// <summary>Distinct sequences; leaves are numbered in their order.</summary>
    public int LeafCount { get; }

    /// <summary>Places where sequences part or end, the beginning included.</summary>
    public int NodeCount => _token.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Allowed(int state) => _text[state] >= 0 ? _text.AsSpan(state, 1) : _token.AsSpan(ChildrenOf(~_text[state]));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The token may not follow.</exception>
    public int Follow(int state, int token)
        => TryNext(state, token, out var next) ? next
            : throw new ArgumentException($"Token {token} continues no sequence of the trie here.", nameof(token));

    /// <summary>Returns the state behind a token, if it may follow.</summary>
    public bool TryNext(int state, int token, out int next)
    {
        if (_text[state] >= 0)
        {
            next = state + 1;
            return _text[state] == token;
        }

        var child = ChildOf(~_text[state], token);
        next = child < 0 ? -1 : _state[child];
        return child >= 0;
    }

    /// <summary>Returns the node at a state; null between two nodes.</summary>
    public int? NodeAt(int state) => _text[state] >= 0 ? null : ~_text[state];

    /// <summary>Returns the nodes below one, ordered by the token that leads to them.</summary>
    public Range ChildrenOf(int node) => _firstChild[node].._firstChild[node + 1];

    /// <summary>Returns the token that leads to a node.</summary>
    public int TokenOf(int node) => _token[node];

    /// <summary>Returns the child of a node that a token leads to; -1 where it leads to none.</summary>
    public int ChildOf(int node, int token)
    {
        if (node == Root)
        {
            return (uint)token < (uint)_childOfRoot.Length ? _childOfRoot[token] : -1;
        }

        var found = _token.AsSpan(ChildrenOf(node)).BinarySearch(token);
        return found < 0 ? -1 : _firstChild[node] + found;
    }

    /// <summary>Returns the leaves at or below a node.</summary>
    public Range LeavesOf(int node) => _leaves[node];

    /// <summary>Returns the leaf of a sequence, by its place among those that the trie was made of.</summary>
    public int LeafOf(int sequence) => _leafOfSequence[sequence];

    /// <summary>Finds the leaf of a whole sequence.</summary>
    public bool TryFind(ReadOnlySpan<int> tokens, out int leaf)
    {
        var state = Start;
        foreach (var token in tokens)
        {
            if (!TryNext(state, token, out state))
            {
                leaf = -1;
                return false;
            }
        }

        leaf = _text[state] < 0 ? _leaves[~_text[state]].Start.Value : -1;
        return leaf >= 0 && Allowed(state).IsEmpty;
    }

    private static List<int[]> Sort(int[][] sequences, out int[] leafOfSequence)
    {
        var order = Enumerable.Range(0, sequences.Length).ToArray();
        Array.Sort(order, (a, b) => sequences[a].AsSpan().SequenceCompareTo(sequences[b]));
        if (order.Length == 0 || sequences[order[0]].Length == 0)
        {
            throw new ArgumentException("A trie takes one sequence at least, and none may be empty.", nameof(sequences));
        }

        var distinct = new List<int[]>(order.Length);
        leafOfSequence = new int[order.Length];
        foreach (var place in order)
        {
            var sequence = sequences[place];
            if (distinct.Count == 0 || !sequence.AsSpan().SequenceEqual(distinct[^1]))
            {
                if (distinct.Count > 0 && sequence.AsSpan().StartsWith(distinct[^1]))
                {
                    throw new ArgumentException("A sequence is the beginning of another: put the end token behind each.",
                        nameof(sequences));
                }

                distinct.Add(sequence);
            }

            leafOfSequence[place] = distinct.Count - 1;
        }

        return distinct;
    }

    private static int[] ChildrenByToken(ReadOnlySpan<int> tokens)
    {
        var children = new int[tokens.IsEmpty ? 0 : tokens[^1] + 1];
        Array.Fill(children, -1);
        for (var place = 0; place < tokens.Length; place++)
        {
            children[tokens[place]] = place + 1;
        }

        return children;
    }
}
