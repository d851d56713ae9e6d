namespace Grlm;

/// <summary>Those tensors whose names begin with a prefix, by the rest of their names.</summary>
/// <param name="tensors">All tensors.</param>
/// <param name="prefix">The prefix: <c>members.0.</c></param>
internal sealed class PrefixedTensors(INamedTensors tensors, string prefix) : INamedTensors
{
    /// <inheritdoc/>
    public float[] Read(string name, params ReadOnlySpan<long> shape) => tensors.Read(prefix + name, shape);
}
