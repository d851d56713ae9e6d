namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Holds the tokens of a vocabulary as a trie over their bytes, so that an automaton over bytes finds the tokens it accepts without looking
/// at each. Nodes are numbered breadth first. Immutable and safe for concurrent use.
/// </summary>
public sealed class TokenByteTrie
{
    private readonly int[] _tokens; // in the order of their bytes
    private readonly List<byte> _byte = [0];
    private readonly List<int> _firstChild = [];
    private readonly List<(int First, int End)> _ending = []; // the tokens that end at a node

    /// <param name="vocabulary">Bytes of each token by id; empty for tokens that are not text.</param>
    public TokenByteTrie(IReadOnlyList<byte[]> vocabulary)
    {
        Vocabulary = vocabulary;
        _tokens = [.. Enumerable.Range(0, vocabulary.Count).Where(token => vocabulary[token].Length > 0)];
        Array.Sort(_tokens,
            (a, b) => vocabulary[a].AsSpan().SequenceCompareTo(vocabulary[b]) is not 0 and var order ? order : a.CompareTo(b));
        Build();
    }

    /// <summary>Begins a text.</summary>
    public const int Root = 0;

    /// <summary>Bytes of each token by id.</summary>
    public IReadOnlyList<byte[]> Vocabulary { get; }

    /// <summary>Tells whether each byte of a text is a token of its own.</summary>
    public bool Spells(ReadOnlySpan<byte> text)
    {
        foreach (var single in text)
        {
            var (first, end) = ChildrenOf(Root);
            while (first < end && _byte[first] != single)
            {
                first++;
            }

            if (first == end || TokensAt(first).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the longer nodes below a node, by one byte.</summary>
    public (int First, int End) ChildrenOf(int node) => (_firstChild[node], _firstChild[node + 1]);

    /// <summary>Returns the last byte of a node.</summary>
    public byte ByteOf(int node) => _byte[node];

    /// <summary>Returns the tokens that consist of exactly the node's bytes.</summary>
    public ReadOnlySpan<int> TokensAt(int node) => _tokens.AsSpan(_ending[node].First.._ending[node].End);

    private void Build()
    {
        List<(int First, int End)> below = [(0, _tokens.Length)];
        for (var (node, depth, depthEnd) = (0, 0, 1); node < _byte.Count; node++)
        {
            if (node == depthEnd)
            {
                (depth, depthEnd) = (depth + 1, _byte.Count);
            }

            var (place, end) = below[node];
            while (place < end && Vocabulary[_tokens[place]].Length == depth)
            {
                place++;
            }

            _ending.Add((below[node].First, place));
            _firstChild.Add(_byte.Count);
            for (; place < end; place++)
            {
                var next = Vocabulary[_tokens[place]][depth];
                if (_firstChild[node] == _byte.Count || _byte[^1] != next)
                {
                    _byte.Add(next);
                    below.Add((place, place));
                }

                below[^1] = (below[^1].First, place + 1);
            }
        }

        _firstChild.Add(_byte.Count);
    }
}
