using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Named parameters as views of one flat buffer, and their gradients as views of another, so that the optimiser, clipping and checkpoints
/// handle one tensor however many parameters there are. Names are the keys of the checkpoint.
/// </summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);

    /// <param name="shapes">Name and shape of each parameter, in the order in which they lie in the buffer.</param>
    /// <param name="device">Where they live.</param>
    public ParameterSet(IReadOnlyList<KeyValuePair<string, long[]>> shapes, Device device)
    {
        Shapes = shapes;
        var total = shapes.Sum(shape => Size(shape.Value));
        Values = zeros(total, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
        Gradients = zeros(total, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
        var offset = 0L;
        foreach (var (name, shape) in shapes)
        {
            using var scope = NewDisposeScope();
            var size = Size(shape);
            var parameter = Values.narrow(0, offset, size).view(shape).detach().requires_grad_(true);
            parameter.grad = Gradients.narrow(0, offset, size).view(shape);
            _parameters.Add(name, parameter.DetachFromDisposeScope());
            offset += size;
        }
    }

    /// <summary>Names and shapes in buffer order.</summary>
    public IReadOnlyList<KeyValuePair<string, long[]>> Shapes { get; }

    /// <summary>All values in one row.</summary>
    public Tensor Values { get; }

    /// <summary>All gradients in one row, in the order of <see cref="Values"/>.</summary>
    public Tensor Gradients { get; }

    /// <summary>How many numbers there are.</summary>
    public long Count => Values.numel();

    /// <summary>One parameter; a leaf of the autograd graph.</summary>
    public Tensor this[string name] => _parameters[name];

    /// <summary>The parameters by name, in buffer order: what a checkpoint holds.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Named => [.. Shapes.Select(shape => new KeyValuePair<string, Tensor>(shape.Key, this[shape.Key]))];

    /// <summary>Replaces all values.</summary>
    /// <param name="values">As many numbers as <see cref="Values"/>, in its order.</param>
    public void Load(Tensor values)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Values.copy_(values);
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
        Gradients.Dispose();
    }

    private static long Size(long[] shape) => shape.Aggregate(1L, (product, length) => product * length);
}
