using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Drops units in training, drawn from a generator of its own: models that train at the same time don't take numbers from one another, and
/// the same seed gives the same model whatever else runs.
/// </summary>
internal sealed class Dropout : IDisposable
{
    private readonly double _share;
    private readonly Generator _generator;

    /// <param name="share">Share of the units dropped, 0 to below 1.</param>
    /// <param name="seed">The same seed draws the same.</param>
    /// <param name="device">Where the units are.</param>
    public Dropout(double share, int seed, Device device)
    {
        _share = share;
        _generator = new Generator(unchecked((ulong)seed), device);
    }

    /// <summary>Tells whether it drops anything.</summary>
    public bool DropsAny => _share > 0;

    /// <summary>Sets a share of the units to zero and scales up the others, so that their sum stays the same on average.</summary>
    /// <param name="hidden">Any shape.</param>
    public Tensor Of(Tensor hidden)
    {
        if (!DropsAny)
        {
            return hidden;
        }

        var kept = Kept(hidden);
        TensorMath.ScaleInPlace(kept, 1 / (1 - _share));
        return hidden.mul(kept);
    }

    /// <summary>Draws which of as many units as a tensor has are kept.</summary>
    /// <param name="like">Gives the shape.</param>
    /// <returns>One for each that is kept, zero for each that is dropped.</returns>
    public Tensor Kept(Tensor like)
    {
        using var guard = no_grad();
        return empty_like(like).bernoulli_(1 - _share, _generator);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
