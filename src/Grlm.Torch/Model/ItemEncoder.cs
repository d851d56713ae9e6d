using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Item vectors: a vector of the item itself, a learned weighted sum of its terms' vectors, the vectors of its brand, category nodes and
/// title words, and its text vector through a linear layer, over the square root of how many there are. Terms and features are rows of one
/// table, summed by one embedding bag. An item that training never saw has no vector of its own: its content stands for it.
/// </summary>
internal sealed class ItemEncoder : IDisposable
{
    private const string OwnName = RankerConfig.ItemEncoder + "own_vectors";
    private const string OwnWeightName = RankerConfig.ItemEncoder + "own_weight";
    private const string TableName = RankerConfig.ItemEncoder + "content_table";
    private const string WeightsName = RankerConfig.ItemEncoder + "kind_weights";
    private const string TextName = RankerConfig.ItemEncoder + "text_proj";

    private readonly ParameterSet _parameters;
    private readonly MemberKind _kind;
    private readonly long _width;
    private readonly EmbeddingBag? _bag;
    private readonly ContentLayout _layout;
    private readonly Tensor _scales;
    private readonly Tensor _known;
    private readonly Tensor? _texts;

    /// <param name="parameters">Holds the parameters that <see cref="Shapes"/> names.</param>
    /// <param name="kind">What the vectors are made of.</param>
    /// <param name="inputs">What is known of the items; stays the caller's.</param>
    /// <param name="device">Where the tensors live.</param>
    public ItemEncoder(ParameterSet parameters, MemberKind kind, ItemInputs inputs, Device device)
    {
        (_parameters, _kind) = (parameters, kind);
        _width = parameters[kind == MemberKind.Content ? TableName : OwnName].shape[1];
        _texts = kind == MemberKind.Items ? null : inputs.Texts;
        _layout = new ContentLayout(inputs.Library, inputs.Features, device);
        if (kind != MemberKind.Items)
        {
            // The bag looks up in the parameter itself, so that gradients land where the others do.
            _bag = nn.EmbeddingBag_from_pretrained(
                parameters[TableName], freeze: false, mode: EmbeddingBagMode.Sum, include_last_offset: true);
        }

        var items = inputs.Library.ItemCount;
        var isKnown = inputs.Popularity.Select(count => kind != MemberKind.Content && count > 0 ? 1f : 0f).ToArray();
        var scales = Enumerable.Range(0, items).Select(item => 1 / MathF.Sqrt(Math.Max(1, isKnown[item] + PartsOf(item)))).ToArray();
        _known = tensor(isKnown, [items, 1], device: device).DetachFromDisposeScope();
        _scales = tensor(scales, [items, 1], device: device).DetachFromDisposeScope();

        int PartsOf(int item) => kind == MemberKind.Items ? 0 : _layout.CountOf(item) + (_texts is null ? 0 : 1);
    }

    /// <summary>Names and shapes of the parameters.</summary>
    public static IEnumerable<KeyValuePair<string, long[]>> Shapes(MemberKind kind, ItemInputs inputs, int width)
    {
        if (kind != MemberKind.Content)
        {
            yield return new(OwnName, [inputs.Library.ItemCount, width]);
            yield return new(OwnWeightName, [1]);
        }

        if (kind == MemberKind.Items)
        {
            yield break;
        }

        yield return new(TableName, [Math.Max(1, inputs.Library.Terms.Count + inputs.Features.FeatureCount), width]);
        yield return new(WeightsName, [inputs.Library.Length + 1]);
        if (inputs.TextWidth > 0)
        {
            yield return new(TextName, [width, inputs.TextWidth]);
        }
    }

    /// <summary>Sets the parameters to where training starts.</summary>
    public static void Initialize(ParameterSet parameters, double standardDeviation)
    {
        foreach (var (name, _) in parameters.Shapes)
        {
            if (name is OwnName or TableName or TextName)
            {
                parameters.InitializeNormal(name, standardDeviation);
            }
            else if (name is OwnWeightName or WeightsName)
            {
                parameters.InitializeConstant(name, 1);
            }
        }
    }

    /// <summary>Returns the vectors of all items.</summary>
    /// <param name="dropout">Drops the own vectors of some items, so that their content learns to stand for them; null for none.</param>
    /// <returns><c>[items, width]</c>.</returns>
    public Tensor Encode(Dropout? dropout = null)
    {
        var sum = (OwnVectors(dropout), Content()) switch
        {
            ({ } own, { } content) => TensorMath.Add(own, content),
            var (own, content) => own ?? content!,
        };
        return sum.mul(_scales);
    }

    /// <summary>
    /// Returns the part of the item vectors that comes from metadata alone: neither vectors of the items themselves nor terms.
    /// </summary>
    /// <returns><c>[items, width]</c>; zeros where there are none.</returns>
    public Tensor EncodeMetadata() => Content(_layout.IsMetadata)?.mul(_scales) ?? zeros(_scales.shape[0], _width, device: _scales.device);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bag?.Dispose();
        _layout.Dispose();
        _scales.Dispose();
        _known.Dispose();
    }

    private Tensor? OwnVectors(Dropout? dropout)
    {
        if (_kind == MemberKind.Content)
        {
            return null;
        }

        var kept = _kind == MemberKind.Full && dropout is { DropsAny: true } ? _known.mul(dropout.Kept(_known)) : _known; // [items, 1]
        return _parameters[OwnName].mul(kept.mul(_parameters[OwnWeightName]));
    }

    private Tensor? Content(Tensor? mask = null)
    {
        if (_bag is null)
        {
            return null;
        }

        var weights = _parameters[WeightsName].index_select(0, _layout.Kinds); // [entries]
        var sum = _bag.call(_layout.Rows, _layout.Offsets, mask is null ? weights : weights.mul(mask)); // [items, width]
        return _texts is null ? sum : TensorMath.Add(sum, ComputePrecision.Product(_texts, _parameters[TextName].t()));
    }
}
