using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Prompts and what is generated behind them, in one key-value cache. A prompt is read once, and all its continuations share one row: each
/// token knows the slot before it and sees that one, the slot before that, and so on. Continuations branch and die without a key or a value
/// being copied; slots that nothing goes on from are just not seen any more. For one thread at a time.
/// </summary>
internal sealed class TokenTree : ITokenPaths, IDisposable
{
    /// <summary>Tokens of a prompt that are read in one pass; more would make the visibility mask large and win no speed.</summary>
    private const int PassLength = 512;

    private readonly CausalNetwork _network;
    private readonly IReadOnlyList<int[]> _prompts;
    private readonly KeyValueCache _cache;
    private readonly int _width;
    private readonly int _room;
    private readonly int[] _tokens; // [rows, room]
    private readonly int[] _parents; // [rows, room]
    private readonly int[] _added; // of each row, for the next pass
    private readonly Dictionary<(int Row, int Parent, int Token), int> _slots = [];

    /// <param name="network">The network.</param>
    /// <param name="prompts">Tokens of each prompt, one or more.</param>
    /// <param name="room">Slots for what is read behind the prompts: the most tokens of a row in each pass, all passes together.</param>
    /// <exception cref="InvalidInputException">A prompt is empty or leaves no position for another token.</exception>
    public TokenTree(CausalNetwork network, IReadOnlyList<int[]> prompts, int room)
    {
        foreach (var prompt in prompts)
        {
            PromptLength.Check(prompt, network.Config);
        }

        (_network, _prompts, _room) = (network, prompts, room);
        _width = prompts.Max(prompt => prompt.Length);
        _cache = network.CreateCache(prompts.Count, _width + room);
        _tokens = new int[prompts.Count * room];
        _parents = new int[prompts.Count * room];
        _added = new int[prompts.Count];
    }

    /// <summary>Number of prompts.</summary>
    public int Rows => _prompts.Count;

    /// <summary>Slots behind the prompts that have been read: those from here on are of the next pass.</summary>
    public int Count => _cache.Length - _width;

    /// <summary>Slots that are neither read nor taken up for the next pass.</summary>
    public int Free => _room - Count - _added.Max();

    /// <summary>Reads the prompts, left-padded.</summary>
    /// <returns>Scores of the first token behind each: <c>[rows, vocabulary]</c>, moved to the caller's dispose scope.</returns>
    public Tensor ReadPrompts(CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        for (var start = 0; ; start += PassLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var pass = NewDisposeScope();
            var length = Math.Min(PassLength, _width - start);
            var hidden = _network.Forward(PromptBatch(start, length), _cache);
            if (start + length == _width)
            {
                return _network.Logits(hidden.select(1, length - 1)).MoveToOuterDisposeScope().MoveToOuterDisposeScope();
            }
        }
    }

    /// <inheritdoc/>
    public int Add(int row, int token, int parent)
    {
        if (_slots.TryGetValue((row, parent, token), out var slot))
        {
            return slot;
        }

        slot = Count + _added[row]++;
        (_tokens[(row * _room) + slot], _parents[(row * _room) + slot]) = (token, parent);
        _slots.Add((row, parent, token), slot);
        return slot;
    }

    /// <summary>Reads the tokens that were added; rows with fewer than others are filled up.</summary>
    /// <returns>
    /// Scores of what follows: <c>[rows x most tokens of a row, vocabulary]</c>, a row's in the order of <see cref="Add"/>; moved to the
    /// caller's dispose scope.
    /// </returns>
    public Tensor Read()
    {
        using var scope = NewDisposeScope();
        var hidden = _network.Forward(AddedTokens(), _cache);
        Array.Clear(_added);
        return _network.Logits(hidden.view(-1, hidden.shape[2])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public int[] PathTo(int row, int slot)
    {
        var path = new List<int>();
        for (; slot >= 0; slot = _parents[(row * _room) + slot])
        {
            path.Add(_tokens[(row * _room) + slot]);
        }

        path.Reverse();
        return [.. path];
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private TokenBatch PromptBatch(int start, int length)
    {
        var slots = start + length;
        var (ids, positions) = (new long[Rows * length], new long[Rows * length]);
        var visibility = Hidden(Rows * length * slots);
        for (var row = 0; row < Rows; row++)
        {
            var padding = _width - _prompts[row].Length;
            for (var token = 0; token < length; token++)
            {
                var (place, slot) = ((row * length) + token, start + token);
                var first = Math.Min(padding, slot); // padding sees itself alone
                (ids[place], positions[place]) = slot < padding ? (0, 0) : (_prompts[row][slot - padding], slot - padding);
                visibility.AsSpan((place * slots) + first, slot + 1 - first).Clear();
            }
        }

        return new TokenBatch(Rows, length, ids, positions, visibility);
    }

    private TokenBatch AddedTokens()
    {
        var width = _added.Max();
        var slots = _cache.Length + width;
        var (ids, positions) = (new long[Rows * width], new long[Rows * width]);
        var visibility = Hidden(Rows * width * slots);
        for (var place = 0; place < ids.Length; place++)
        {
            var (row, slot) = (place / width, Count + (place % width));
            var seen = visibility.AsSpan(place * slots, slots);
            if (place % width < _added[row])
            {
                (ids[place], positions[place]) = (_tokens[(row * _room) + slot], MarkVisible(row, slot, seen));
            }
            else
            {
                seen[_width + slot] = 0; // a filler sees itself alone
            }
        }

        return new TokenBatch(Rows, width, ids, positions, visibility);
    }

    /// <summary>Lets a token see itself and its past, and tells its position.</summary>
    private int MarkVisible(int row, int slot, Span<float> visibility)
    {
        var position = _prompts[row].Length - 1;
        for (var seen = slot; seen >= 0; seen = _parents[(row * _room) + seen])
        {
            visibility[_width + seen] = 0;
            position++;
        }

        visibility[(_width - _prompts[row].Length).._width].Clear();
        return position;
    }

    private static float[] Hidden(int length)
    {
        var visibility = GC.AllocateUninitializedArray<float>(length);
        Array.Fill(visibility, float.NegativeInfinity);
        return visibility;
    }
}
