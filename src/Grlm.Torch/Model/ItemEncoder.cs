using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Item vectors: a vector of the item itself plus a learned weighted sum of its terms' vectors plus the vectors of its brand, category nodes
/// and title words, over the square root of how many there are. All of them are rows of one table, summed by one embedding bag.
/// </summary>
internal sealed class ItemEncoder : IDisposable
{
    private const string TableName = "item_encoder.table";
    private const string WeightsName = "item_encoder.kind_weights";

    private readonly EmbeddingBag _bag;
    private readonly Tensor _weights;
    private readonly Tensor _rows;
    private readonly Tensor _offsets;
    private readonly Tensor _kinds;
    private readonly Tensor _scales;
    private readonly Tensor _metadataKind;

    /// <param name="parameters">Holds the parameters that <see cref="Shapes"/> names.</param>
    /// <param name="library">The items' terms.</param>
    /// <param name="features">The items' other features.</param>
    /// <param name="device">Where the tensors live.</param>
    public ItemEncoder(ParameterSet parameters, TermLibrary library, ItemFeatures features, Device device)
    {
        _weights = parameters[WeightsName];
        // The bag looks up in the parameter itself, so that gradients land where the others do.
        _bag = nn.EmbeddingBag_from_pretrained(
            parameters[TableName], freeze: false, mode: EmbeddingBagMode.Sum, include_last_offset: true);

        var (rows, kinds, scales, offsets) = Layout(library, features);
        _rows = tensor(rows, device: device).DetachFromDisposeScope();
        _kinds = tensor(kinds, device: device).DetachFromDisposeScope();
        _scales = tensor(scales, device: device).DetachFromDisposeScope();
        _offsets = tensor(offsets, device: device).DetachFromDisposeScope();
        _metadataKind = tensor(1L + library.Length, device: device).DetachFromDisposeScope();
    }

    /// <summary>Names and shapes of the parameters.</summary>
    public static IEnumerable<KeyValuePair<string, long[]>> Shapes(TermLibrary library, ItemFeatures features, int width) =>
    [
        new(TableName, [library.ItemCount + library.Terms.Count + features.FeatureCount, width]),
        new(WeightsName, [library.Length + 2]),
    ];

    /// <summary>Sets the parameters to where training starts.</summary>
    public static void Initialize(ParameterSet parameters, double standardDeviation)
    {
        parameters.InitializeNormal(TableName, standardDeviation);
        parameters.InitializeConstant(WeightsName, 1);
    }

    /// <summary>The vectors of all items.</summary>
    public Tensor Encode()
    {
        var weights = _weights.index_select(0, _kinds).mul(_scales); // [entries]
        return _bag.call(_rows, _offsets, weights); // [items, width]
    }

    /// <summary>The part of the item vectors that comes from metadata alone: no vector of the item itself, no terms.</summary>
    public Tensor EncodeMetadata()
    {
        using var metadata = _kinds.eq(_metadataKind);
        var weights = _weights.index_select(0, _kinds).mul(_scales).mul(metadata); // [entries]
        return _bag.call(_rows, _offsets, weights); // [items, width]
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bag.Dispose();
        _rows.Dispose();
        _kinds.Dispose();
        _scales.Dispose();
        _offsets.Dispose();
        _metadataKind.Dispose();
    }

    /// <summary>The entries of the bags: row of the table, kind (item, slot of the term, feature), scale; and where each item's begin.</summary>
    private static (long[] Rows, long[] Kinds, float[] Scales, long[] Offsets) Layout(TermLibrary library, ItemFeatures features)
    {
        List<long> rows = [], kinds = [];
        List<float> scales = [];
        var offsets = new long[library.ItemCount + 1];
        var (firstTerm, firstFeature) = (library.ItemCount, library.ItemCount + library.Terms.Count);
        for (var item = 0; item < library.ItemCount; item++)
        {
            rows.Add(item);
            kinds.Add(0);
            var terms = library.TermsOf(item);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                rows.Add(firstTerm + terms[slot]);
                kinds.Add(1 + slot);
            }

            foreach (var feature in features.Of(item))
            {
                rows.Add(firstFeature + feature);
                kinds.Add(1 + library.Length);
            }

            offsets[item + 1] = rows.Count;
            var scale = 1 / MathF.Sqrt(offsets[item + 1] - offsets[item]);
            scales.AddRange(Enumerable.Repeat(scale, rows.Count - scales.Count));
        }

        return ([.. rows], [.. kinds], [.. scales], offsets);
    }
}
