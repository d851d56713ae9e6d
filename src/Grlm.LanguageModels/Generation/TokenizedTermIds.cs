using System.Runtime.CompilerServices;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Holds the TIDs of a library as a model writes them, with the end token behind each, and what of them a request may be shown. Made once
/// and shared by all requests. Immutable and safe for concurrent use.
/// </summary>
public sealed class TokenizedTermIds
{
    private readonly TermLibrary _library;
    private readonly int[][] _tokensOfLeaf;
    private readonly int[] _leafOfItem; // -1 for an item without a TID
    private readonly int[][] _itemsOfLeaf;
    private readonly ConditionalWeakTable<ItemFilter, int[]> _allowedBefore = [];

    /// <param name="library">The library.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="endToken">The token that the model ends its turn with.</param>
    /// <param name="context">Text in front of a TID, whose last letters may decide how the TID is cut into tokens.</param>
    /// <exception cref="InvalidInputException">The tokenizer joins the end of the context with the beginning of a TID.</exception>
    public TokenizedTermIds(TermLibrary library, Tokenizer tokenizer, int endToken, string context = "")
        : this(library, Encoding(tokenizer, endToken, context))
    {
    }

    /// <param name="library">The library.</param>
    /// <param name="encode">The tokens that the model writes a TID with; those of none are the beginning of another's.</param>
    public TokenizedTermIds(TermLibrary library, Func<TermId, int[]> encode)
    {
        _library = library;
        var trie = library.Trie;
        var firstLeaf = trie.NodesAt(library.Length).Start.Value;
        int[][] sequences = [.. Enumerable.Range(firstLeaf, trie.NodeCount - firstLeaf)
            .Select(leaf => encode(library.TermIdOf(trie.ItemsBelow(leaf)[0])!))];
        Trie = new TokenTrie(sequences);
        MaximumLength = sequences.Max(sequence => sequence.Length);
        _leafOfItem = [.. Enumerable.Range(0,
            library.ItemCount).Select(item => trie.LeafOf(item) is >= 0 and var leaf ? Trie.LeafOf(leaf - firstLeaf) : -1)];
        _itemsOfLeaf = ItemsByLeaf(_leafOfItem, Trie.LeafCount);
        _tokensOfLeaf = new int[Trie.LeafCount][];
        for (var sequence = 0; sequence < sequences.Length; sequence++)
        {
            _tokensOfLeaf[Trie.LeafOf(sequence)] = sequences[sequence];
        }
    }

    /// <summary>Gets the sequences.</summary>
    public TokenTrie Trie { get; }

    /// <summary>Tokens of the longest TID, the end token included.</summary>
    public int MaximumLength { get; }

    /// <summary>Returns the tokens of an item's TID; none for an item without one.</summary>
    public int[] TokensOf(int item) => _leafOfItem[item] < 0 ? [] : _tokensOfLeaf[_leafOfItem[item]];

    /// <summary>Gets the tokens that TIDs end with.</summary>
    public IReadOnlyList<int> EndTokens => [.. _tokensOfLeaf.Select(tokens => tokens[^1]).Distinct().Order()];

    /// <summary>
    /// Returns the items that have a TID in the order of the trie's leaves, and where those of each leaf begin, with the end of the last.
    /// </summary>
    public (int[] Items, int[] FirstOfLeaf) ItemsInOrder()
    {
        var first = new int[Trie.LeafCount + 1];
        for (var leaf = 0; leaf < Trie.LeafCount; leaf++)
        {
            first[leaf + 1] = first[leaf] + _itemsOfLeaf[leaf].Length;
        }

        return ([.. _itemsOfLeaf.SelectMany(items => items)], first);
    }

    /// <summary>Returns what a request may be shown. The view is for one search at a time.</summary>
    public ITokenConstraint ViewFor(GenerationRequest request)
    {
        var allowedBefore = request.Filter is { } filter ? _allowedBefore.GetValue(filter, CountAllowed) : null;
        var hidden = new SortedSet<int>();
        foreach (var item in request.ExcludedItems)
        {
            var leaf = (uint)item < (uint)_leafOfItem.Length ? _leafOfItem[item] : -1;
            if (leaf >= 0 && (allowedBefore is null || allowedBefore[leaf + 1] > allowedBefore[leaf])
                && !Array.Exists(_itemsOfLeaf[leaf], request.Allows))
            {
                hidden.Add(leaf);
            }
        }

        return allowedBefore is null && hidden.Count == 0 ? Trie : new TokenTrieView(Trie, allowedBefore, [.. hidden]);
    }

    /// <summary>Returns the TID that tokens of the library stand for, the end token included.</summary>
    public TermId TermIdOf(ReadOnlySpan<int> tokens)
        => Trie.TryFind(tokens, out var leaf)
            ? _library.TermIdOf(_itemsOfLeaf[leaf][0])! : throw new ArgumentException("No TID of the library.", nameof(tokens));

    private static Func<TermId, int[]> Encoding(Tokenizer tokenizer, int endToken, string context)
    {
        var contextTokens = tokenizer.Encode(context);
        return termId =>
        {
            var tokens = tokenizer.Encode(context + termId);
            return tokens.AsSpan().StartsWith(contextTokens) ? [.. tokens[contextTokens.Length..], endToken]
                : throw new InvalidInputException(
                    $"The tokenizer joins '{termId}' with the text in front of it. End prompts with a line break.");
        };
    }

    private int[] CountAllowed(ItemFilter filter)
    {
        var before = new int[Trie.LeafCount + 1];
        for (var leaf = 0; leaf < Trie.LeafCount; leaf++)
        {
            before[leaf + 1] = before[leaf] + (Array.Exists(_itemsOfLeaf[leaf], filter.Allows) ? 1 : 0);
        }

        return before;
    }

    private static int[][] ItemsByLeaf(int[] leafOfItem, int leafCount)
    {
        var items = Enumerable.Range(0, leafCount).Select(_ => new List<int>(1)).ToArray();
        for (var item = 0; item < leafOfItem.Length; item++)
        {
            if (leafOfItem[item] >= 0)
            {
                items[leafOfItem[item]].Add(item);
            }
        }

        return Array.ConvertAll(items, list => list.ToArray());
    }
}

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
    public int Follow(int state, int token) => trie.Follow(state, token);

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
