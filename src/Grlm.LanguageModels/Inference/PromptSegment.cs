namespace Grlm.LanguageModels;

/// <summary>
/// Keys and values of a stretch of a prompt, laid out as attention multiplies with them: keys in blocks of eight slots, values in blocks of
/// eight dimensions. Written once, layer by layer, when the stretch is read; after that it is only read, by any number of beams and
/// requests.
/// </summary>
internal sealed unsafe class PromptSegment
{
    /// <summary>Slots, or dimensions, of a block.</summary>
    public const int Block = 8;

    private readonly AlignedBuffer<float> _keys; // [layers, key heads, slots / 8, head, 8]
    private readonly AlignedBuffer<float> _values; // [layers, key heads, head / 8, slots, 8]
    private readonly InferenceShape _shape;
    private readonly int _slots;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="tokens">The tokens of the stretch.</param>
    public PromptSegment(InferenceShape shape, int[] tokens)
    {
        (_shape, Tokens) = (shape, tokens);
        _slots = (tokens.Length + Block - 1) / Block * Block;
        _keys = new AlignedBuffer<float>(checked(shape.Layers * shape.KeyHeads * _slots * shape.HeadWidth));
        _values = new AlignedBuffer<float>(_keys.Length);
    }

    /// <summary>Gets the tokens of the stretch.</summary>
    public int[] Tokens { get; }

    /// <summary>Gets how many tokens.</summary>
    public int Length => Tokens.Length;

    /// <summary>Memory that the stretch takes.</summary>
    public long Bytes => 2L * _keys.Length * sizeof(float);

    /// <summary>Keys of one head: <c>[slots / 8, head, 8]</c>.</summary>
    public float* Keys(int layer, int keyHead) => _keys.Start + Offset(layer, keyHead);

    /// <summary>Values of one head in one block of dimensions: <c>[slots, 8]</c>.</summary>
    public float* Values(int layer, int keyHead, int block) => _values.Start + Offset(layer, keyHead) + ((long)block * _slots * Block);

    /// <summary>Writes the key and the value of a slot.</summary>
    public void Write(int layer, int keyHead, int slot, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        var keys = Keys(layer, keyHead) + ((long)slot / Block * _shape.HeadWidth * Block) + (slot % Block);
        for (var dimension = 0; dimension < key.Length; dimension++)
        {
            keys[dimension * Block] = key[dimension];
            Values(layer, keyHead, dimension / Block)[(slot * Block) + (dimension % Block)] = value[dimension];
        }
    }

    /// <summary>Returns a stretch of this one, copied.</summary>
    public PromptSegment Slice(int start, int length)
    {
        var slice = new PromptSegment(_shape, Tokens.AsSpan(start, length).ToArray());
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            for (var head = 0; head < _shape.KeyHeads; head++)
            {
                Copy(slice, layer, head, start);
            }
        }

        return slice;
    }

    private void Copy(PromptSegment slice, int layer, int head, int start)
    {
        var from = Keys(layer, head);
        var to = slice.Keys(layer, head);
        for (var dimension = 0; dimension < _shape.HeadWidth; dimension++)
        {
            for (var slot = 0; slot < slice.Length; slot++)
            {
                to[Place(slot, dimension)] = from[Place(start + slot, dimension)];
            }
        }

        for (var block = 0; block < _shape.HeadWidth / Block; block++)
        {
            new ReadOnlySpan<float>(Values(layer, head, block) + (start * Block), slice.Length * Block)
                .CopyTo(new Span<float>(slice.Values(layer, head, block), slice.Length * Block));
        }
    }

    private int Place(int slot, int dimension) => (slot / Block * _shape.HeadWidth * Block) + (dimension * Block) + (slot % Block);

    private long Offset(int layer, int keyHead) => ((long)(layer * _shape.KeyHeads) + keyHead) * _slots * _shape.HeadWidth;
}

/// <summary>Sizes that keys, values and attention go by.</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Query heads of a layer.</param>
/// <param name="KeyHeads">Key-value heads of a layer.</param>
/// <param name="HeadSize">Width of a head.</param>
internal sealed record InferenceShape(int Layers, int Heads, int KeyHeads, int HeadSize)
{
    private const int Lanes = 16;

    /// <summary>Query heads that share a key head.</summary>
    public int Group => Heads / KeyHeads;

    /// <summary>Width of a head, filled up with zeros to whole vectors.</summary>
    public int HeadWidth { get; } = (HeadSize + Lanes - 1) / Lanes * Lanes;

    /// <summary>Memory that the keys and values of a token take.</summary>
    public long TokenBytes => 2L * Layers * KeyHeads * HeadWidth * sizeof(float);

    /// <summary>Returns the sizes of a network.</summary>
    public static InferenceShape Of(LanguageModelConfig config)
        => new(config.LayerCount, config.HeadCount, config.KeyValueHeadCount, config.HeadSize);
}
