using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Samples whose vectors are made when they are first asked for: a step that is passed over needs none. Disposing it frees them. Not
/// thread-safe.
/// </summary>
/// <param name="samples">The samples.</param>
/// <param name="histories">The histories whose prefixes they are, in the same order, as many at a time as are encoded together.</param>
/// <param name="encoder">Makes the vectors.</param>
internal sealed class EncodedSamples(IReadOnlyList<GeneratorSample> samples, IReadOnlyList<int[][]> histories, TorchRanker encoder)
    : IDisposable
{
    private Tensor? _vectors;

    /// <summary>Gets the samples.</summary>
    public IReadOnlyList<GeneratorSample> Samples => samples;

    /// <summary>Their vectors: <c>[samples, width]</c>.</summary>
    /// <param name="cancellationToken">Stops between two groups of histories.</param>
    public Tensor Vectors(CancellationToken cancellationToken)
    {
        if (_vectors is null)
        {
            using var scope = NewDisposeScope();
            List<Tensor> parts = [];
            foreach (var some in histories)
            {
                cancellationToken.ThrowIfCancellationRequested();
                parts.Add(encoder.EncodePrefixes(some));
            }

            _vectors = cat(parts).DetachFromDisposeScope();
        }

        return _vectors;
    }

    /// <summary>Returns the vectors of some of them: <c>[rows, width]</c>, in the caller's dispose scope.</summary>
    /// <param name="rows">Places in <see cref="Samples"/>.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    public Tensor Vectors(int[] rows, CancellationToken cancellationToken)
    {
        var all = Vectors(cancellationToken);
        using var index = tensor(Array.ConvertAll(rows, row => (long)row), device: all.device);
        return all.index_select(0, index);
    }

    /// <inheritdoc/>
    public void Dispose() => _vectors?.Dispose();
}
