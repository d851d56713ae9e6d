using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Represents one member of the collaborative ranker as it is trained: a history encoder over item vectors, and cosine scores of the
/// history vector with every item over a learned temperature.
/// </summary>
internal sealed class RankerModel : IDisposable
{
    /// <summary>
    /// Item vectors start small: what training never moves then counts for little. Four times as large costs a quarter of validation
    /// Recall@10 on Beauty (docs/results.md).
    /// </summary>
    private const double InitialDeviation = 0.02;

    /// <summary>Largest inverse of the temperature: the exponential of a score then stays far from the largest float32 number.</summary>
    private const double LargestScale = 50;

    private readonly ItemEncoder _items;

    /// <param name="shape">Shape of the encoder.</param>
    /// <param name="kind">What item vectors are made of.</param>
    /// <param name="inputs">What is known of the items; stays the caller's.</param>
    /// <param name="device">Where the model lives.</param>
    public RankerModel(EncoderShape shape, MemberKind kind, ItemInputs inputs, Device device)
    {
        (Shape, Kind, Device) = (shape, kind, device);
        Parameters = new ParameterSet(
            [.. ItemEncoder.Shapes(kind, inputs, shape.Width), .. HistoryEncoder.Shapes(shape), new(RankerConfig.LogScale, [1])], device);
        _items = new ItemEncoder(Parameters, kind, inputs, device);
        Histories = new HistoryEncoder(Parameters, shape, device);
    }

    /// <summary>Shape of the encoder.</summary>
    public EncoderShape Shape { get; }

    /// <summary>Gets what item vectors are made of.</summary>
    public MemberKind Kind { get; }

    /// <summary>Gets where the model lives.</summary>
    public Device Device { get; }

    /// <summary>Gets all trained numbers.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Gets the history encoder.</summary>
    public HistoryEncoder Histories { get; }

    /// <summary>Gets what cosines are divided by.</summary>
    public double Temperature
    {
        get
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            return 1 / TensorMath.ToDouble(Scale());
        }
    }

    /// <summary>Sets the parameters to where training starts, from torch's generator.</summary>
    /// <param name="temperature">Temperature to start from.</param>
    public void Initialize(double temperature)
    {
        ItemEncoder.Initialize(Parameters, InitialDeviation);
        HistoryEncoder.Initialize(Parameters, Shape);
        Parameters.InitializeConstant(RankerConfig.LogScale, -Math.Log(temperature));
    }

    /// <summary>Returns the vectors of all items: <c>[items, width]</c>; see <see cref="ItemEncoder.Encode"/>.</summary>
    public Tensor EncodeItems(Dropout? own = null) => _items.Encode(own);

    /// <summary>
    /// Returns what metadata alone contribute to them: <c>[items, width]</c>; see <see cref="ItemEncoder.EncodeMetadata"/>.
    /// </summary>
    public Tensor EncodeMetadata() => _items.EncodeMetadata();

    /// <summary>
    /// Returns what item vectors of length one are multiplied with to give scores: the direction of a history vector over the temperature.
    /// </summary>
    /// <param name="hidden">History vectors: <c>[rows, width]</c>.</param>
    /// <returns><c>[rows, width]</c>.</returns>
    public Tensor Queries(Tensor hidden) => TensorMath.NormalizeRows(hidden).mul(Scale());

    /// <inheritdoc/>
    public void Dispose()
    {
        _items.Dispose();
        Histories.Dispose();
        Parameters.Dispose();
    }

    private Tensor Scale() => TensorMath.AtMost(Parameters[RankerConfig.LogScale], Math.Log(LargestScale)).exp(); // [1]
}
