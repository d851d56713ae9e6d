namespace Grlm.LanguageModels;

/// <summary>
/// Holds what follows one prompt: its last token and all continuations, which branch like a tree. Every token knows the one before it, and
/// has its key and value here; beams that die leave theirs behind. For one thread at a time.
/// </summary>
internal sealed unsafe class BeamTail : ITokenPaths
{
    private const int PageSlots = 32;

    private readonly InferenceShape _shape;
    private readonly Stack<AlignedBuffer<float>> _pool;
    private readonly List<AlignedBuffer<float>> _pages = []; // each [layers, key heads, key or value, slots, head]
    private readonly List<int> _tokens = [];
    private readonly List<int> _parents = [];
    private readonly Dictionary<(int Parent, int Token), int> _slots = [];

    /// <param name="shape">The network's sizes.</param>
    /// <param name="lastToken">The prompt's last token.</param>
    /// <param name="pool">Pages that earlier tails have given back.</param>
    public BeamTail(InferenceShape shape, int lastToken, Stack<AlignedBuffer<float>> pool)
    {
        (_shape, _pool) = (shape, pool);
        Append(lastToken, parent: -1);
    }

    /// <summary>Gets the tokens taken up, the prompt's last one included.</summary>
    public int Count => _tokens.Count;

    /// <summary>Returns the token of a slot.</summary>
    public int TokenAt(int slot) => _tokens[slot];

    /// <summary>
    /// Returns the slot in which the token of <see cref="Add"/> lies: behind the prompt's last token, which has the first.
    /// </summary>
    public static int SlotOf(int added) => added + 1;

    /// <inheritdoc/>
    public int Add(int row, int token, int parent)
    {
        var key = (SlotOf(parent), token);
        if (!_slots.TryGetValue(key, out var slot))
        {
            slot = _tokens.Count;
            _slots.Add(key, slot);
            Append(token, SlotOf(parent));
        }

        return slot - 1;
    }

    /// <inheritdoc/>
    public int[] PathTo(int row, int slot)
    {
        var path = new List<int>();
        for (var place = SlotOf(slot); place > 0; place = _parents[place])
        {
            path.Add(_tokens[place]);
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>Appends the slots that a slot sees here, from the prompt's last token to itself.</summary>
    public void AppendPath(int slot, List<int> path)
    {
        var start = path.Count;
        for (; slot >= 0; slot = _parents[slot])
        {
            path.Add(slot);
        }

        path.Reverse(start, path.Count - start);
    }

    /// <summary>Returns the key of a slot in one head.</summary>
    public float* Key(int layer, int keyHead, int slot) => Place(layer, keyHead, 0, slot);

    /// <summary>Returns the value of a slot in one head.</summary>
    public float* Value(int layer, int keyHead, int slot) => Place(layer, keyHead, 1, slot);

    /// <summary>Gives the memory back; the tail is not to be used any more.</summary>
    public void Return()
    {
        _pages.ForEach(_pool.Push);
        _pages.Clear();
    }

    private void Append(int token, int parent)
    {
        _tokens.Add(token);
        _parents.Add(parent);
        if (_tokens.Count > _pages.Count * PageSlots)
        {
            var length = _shape.Layers * _shape.KeyHeads * 2 * PageSlots * _shape.HeadWidth;
            _pages.Add(_pool.TryPop(out var page) ? page : new AlignedBuffer<float>(length));
        }
    }

    private float* Place(int layer, int keyHead, int part, int slot)
        => _pages[slot / PageSlots].Start + ((long)((((layer * _shape.KeyHeads) + keyHead) * 2) + part) * PageSlots * _shape.HeadWidth)
            + (slot % PageSlots * _shape.HeadWidth);
}
