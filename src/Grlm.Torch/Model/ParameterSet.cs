using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Named parameters as views of one flat buffer, and their gradients as views of another, so that the optimiser, clipping and checkpoints
/// handle one tensor however many parameters there are. Names are the keys of the checkpoint.
/// </summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);
    private readonly Tensor? _gradients;

    /// <param name="shapes">Name and shape of each parameter, in the order in which they lie in the buffer.</param>
    /// <param name="device">Where they live.</param>
    public ParameterSet(IReadOnlyList<KeyValuePair<string, long[]>> shapes, Device device)
        : this(
            shapes,
            zeros(Total(shapes), dtype: ScalarType.Float32, device: device).DetachFromDisposeScope(),
            zeros(Total(shapes), dtype: ScalarType.Float32, device: device).DetachFromDisposeScope())
    {
    }

    private ParameterSet(IReadOnlyList<KeyValuePair<string, long[]>> shapes, Tensor values, Tensor? gradients)
    {
        (Shapes, Values, _gradients) = (shapes, values, gradients);
        var offset = 0L;
        foreach (var (name, shape) in shapes)
        {
            using var scope = NewDisposeScope();
            var size = Size(shape);
            var parameter = values.narrow(0, offset, size).view(shape).detach();
            if (gradients is not null)
            {
                parameter.requires_grad_(true);
                parameter.grad = gradients.narrow(0, offset, size).view(shape);
            }

            _parameters.Add(name, parameter.DetachFromDisposeScope());
            offset += size;
        }
    }

    /// <summary>Parameters that are only read: no gradients, of any type, and whatever was in memory until they are filled.</summary>
    /// <param name="shapes">Name and shape of each parameter, in the order in which they lie in the buffer.</param>
    /// <param name="type">Type of the numbers.</param>
    /// <param name="device">Where they live.</param>
    public static ParameterSet Frozen(IReadOnlyList<KeyValuePair<string, long[]>> shapes, ScalarType type, Device device)
        => new(shapes, empty(Total(shapes), dtype: type, device: device).DetachFromDisposeScope(), gradients: null);

    /// <summary>Names and shapes in buffer order.</summary>
    public IReadOnlyList<KeyValuePair<string, long[]>> Shapes { get; }

    /// <summary>Gets all values in one row.</summary>
    public Tensor Values { get; }

    /// <summary>Gets all gradients in one row, in the order of <see cref="Values"/>.</summary>
    /// <exception cref="InvalidOperationException">The parameters are <see cref="Frozen"/>.</exception>
    public Tensor Gradients => _gradients ?? throw new InvalidOperationException("These parameters are only read.");

    /// <summary>Gets how many numbers there are.</summary>
    public long Count => Values.numel();

    /// <summary>Gets one parameter; a leaf of the autograd graph.</summary>
    public Tensor this[string name] => _parameters[name];

    /// <summary>Gets the parameters by name, in buffer order: what a checkpoint holds.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Named
        => [.. Shapes.Select(shape => new KeyValuePair<string, Tensor>(shape.Key, this[shape.Key]))];

    /// <summary>Replaces all values.</summary>
    /// <param name="values">As many numbers as <see cref="Values"/>, in its order.</param>
    public void Load(Tensor values)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Values.copy_(values);
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        using var scope = NewDisposeScope();
        Gradients.zero_();
    }

    /// <summary>Fills a parameter from a normal distribution with mean 0.</summary>
    public void InitializeNormal(string name, double standardDeviation)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        _parameters[name].normal_(0, standardDeviation);
    }

    /// <summary>Fills a parameter with one number.</summary>
    public void InitializeConstant(string name, double value)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var parameter = _parameters[name];
        parameter.zero_();
        TensorMath.ShiftInPlace(parameter, value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
        {
            parameter.Dispose();
        }

        Values.Dispose();
        _gradients?.Dispose();
    }

    private static long Total(IReadOnlyList<KeyValuePair<string, long[]>> shapes) => shapes.Sum(shape => Size(shape.Value));

    private static long Size(long[] shape) => shape.Aggregate(1L, (product, length) => product * length);
}
