using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cosines and sines of the rotary embedding (Su et al., RoFormer, 2021), stretched as the configuration says. Pairs are (i, i + half), as
/// in Hugging Face checkpoints, and the sines of the first half are negated: turning is <c>x cos + roll(x, half) sin</c>.
/// </summary>
internal sealed class RotaryTable : IDisposable
{
    private const int Step = 1_024;

    private readonly ScalarType _type;
    private readonly Device _device;
    private Tensor _cosines;
    private Tensor _sines;

    /// <param name="config">How it is stretched.</param>
    /// <param name="headSize">Width of a head.</param>
    /// <param name="type">Type that queries and keys are computed in.</param>
    /// <param name="device">Where they are.</param>
    public RotaryTable(RotaryConfig config, int headSize, ScalarType type, Device device)
        : this(RotaryFrequencies.Of(config, headSize), RotaryFrequencies.AttentionScaling(config), type, device)
    {
    }

    /// <param name="inverseFrequencies">Radians a position, one for each pair.</param>
    /// <param name="attentionScaling">What cosines and sines are multiplied with.</param>
    /// <param name="type">Type that queries and keys are computed in.</param>
    /// <param name="device">Where they are.</param>
    public RotaryTable(float[] inverseFrequencies, double attentionScaling, ScalarType type, Device device)
    {
        (InverseFrequencies, AttentionScaling, _type, _device) = (inverseFrequencies, attentionScaling, type, device);
        (_cosines, _sines) = Compute(Step);
    }

    /// <summary>Radians a position, one for each pair.</summary>
    public float[] InverseFrequencies { get; }

    /// <summary>Gets what cosines and sines are multiplied with.</summary>
    public double AttentionScaling { get; }

    /// <summary>Cosines and sines at some positions.</summary>
    /// <param name="positions">The positions of <c>[rows, tokens]</c>, row by row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <returns>Twice <c>[rows, tokens, 1, head]</c>.</returns>
    public (Tensor Cosines, Tensor Sines) At(long[] positions, int rows)
    {
        Grow(positions.Max());
        var index = tensor(positions, device: _device);
        return (Rows(_cosines), Rows(_sines));

        Tensor Rows(Tensor table) => table.index_select(0, index).view(rows, positions.Length / rows, 1, table.shape[1]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }

    private void Grow(long highest)
    {
        if (highest < _cosines.shape[0])
        {
            return;
        }

        Dispose();
        (_cosines, _sines) = Compute((highest / Step * 2 * Step) + Step);
    }

    private (Tensor Cosines, Tensor Sines) Compute(long positions)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        float[] places = [.. Enumerable.Range(0, (int)positions).Select(position => (float)position)];
        var angles = outer(tensor(places), tensor(InverseFrequencies)); // [positions, half]
        var (cosines, sines) = (angles.cos(), angles.sin());
        return (Finish(cat([cosines, cosines], -1)), Finish(cat([sines.neg(), sines], -1)));

        Tensor Finish(Tensor table) => TensorMath.Scale(table, AttentionScaling).to(_type, _device).DetachFromDisposeScope();
    }
}
