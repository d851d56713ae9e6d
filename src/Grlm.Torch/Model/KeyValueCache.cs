using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Keys and values of what a network has read, allocated once. Slots are appended and never moved; which of them a later token sees is the
/// matter of its <see cref="TokenBatch.Visibility"/>, so beams share the slots of their common past.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor[] _keys; // each [rows, heads, capacity, head]
    private readonly Tensor[] _values;

    /// <param name="config">The network's sizes.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="capacity">Slots of a row.</param>
    /// <param name="type">Type that the network computes in.</param>
    /// <param name="device">Where the network is.</param>
    public KeyValueCache(LanguageModelConfig config, int rows, int capacity, ScalarType type, Device device)
    {
        (Rows, Capacity) = (rows, capacity);
        _keys = Allocate();
        _values = Allocate();

        Tensor[] Allocate() => [.. Enumerable.Range(0, config.LayerCount).Select(_ =>
            empty([rows, config.KeyValueHeadCount, capacity, config.HeadSize], dtype: type, device: device).DetachFromDisposeScope())];
    }

    /// <summary>Rows of the batch.</summary>
    public int Rows { get; }

    /// <summary>Slots of a row.</summary>
    public int Capacity { get; }

    /// <summary>Slots in use, the same for every row.</summary>
    public int Length { get; private set; }

    /// <summary>Layers that keep something here.</summary>
    public int Layers => _keys.Length;

    /// <summary>
    /// Returns a layer's keys and values in use: twice <c>[rows, heads, slots, head]</c>, views that the caller's dispose scope holds.
    /// </summary>
    public Tensor[] Filled(int layer) => [_keys[layer].narrow(2, 0, Length), _values[layer].narrow(2, 0, Length)];

    /// <summary>Forgets the slots from a length on, so that the same beginning serves again.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>Writes a layer's new keys and values behind the slots in use; they count as in use after <see cref="Advance"/>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="keys"><c>[rows, heads, tokens, head]</c>.</param>
    /// <param name="values">Likewise.</param>
    /// <returns>The layer's keys and values up to the new ones: <c>[rows, heads, slots, head]</c>.</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        var tokens = keys.shape[2];
        if (Length + tokens > Capacity)
        {
            throw new InvalidOperationException($"The cache holds {Capacity} tokens, and {Length + tokens} are needed.");
        }

        _keys[layer].narrow(2, Length, tokens).copy_(keys);
        _values[layer].narrow(2, Length, tokens).copy_(values);
        return (_keys[layer].narrow(2, 0, Length + tokens), _values[layer].narrow(2, 0, Length + tokens));
    }

    /// <summary>Counts the tokens of a pass as in use, once every layer has appended them.</summary>
    public void Advance(int tokens) => Length += tokens;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
        {
            tensor.Dispose();
        }
    }
}
