using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes TIDs with the compact generator. Node vectors are computed once, when it is made.</summary>
internal sealed class CompactTermIdGenerator : ITermIdGenerator
{
    private readonly TermLibrary _library;
    private readonly TorchRanker _encoder;
    private readonly CompactGeneratorModel _model;
    private readonly CompactDecoder _decoder;

    /// <param name="library">The library that the model was made for.</param>
    /// <param name="encoder">Encodes histories.</param>
    /// <param name="model">A trained model; both models stay the caller's, and must not be trained on while this is in use.</param>
    public CompactTermIdGenerator(TermLibrary library, TorchRanker encoder, CompactGeneratorModel model)
    {
        (_library, _encoder, _model) = (library, encoder, model);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var depths = Enumerable.Range(1, model.Length).ToArray();
        _decoder = new CompactDecoder(
            model.Nodes,
            ToArray(cat([.. depths.Select(model.NodeVectors)])),
            ToArray(cat([.. depths.Select(model.NodeBiases)])));
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(IReadOnlyList<GenerationRequest> requests, int beams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        if (requests.Count == 0)
        {
            return [];
        }

        var queries = Queries(requests); // [requests, length, width]
        var perRequest = queries.Length / requests.Count;
        var generated = new IReadOnlyList<GeneratedTermId>[requests.Count];
        Parallel.For(0, requests.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, index =>
        {
            var filter = new TrieFilter(_library.Trie, requests[index]);
            var found = _decoder.Search(queries.AsSpan(index * perRequest, perRequest), filter, beams);
            generated[index] = [.. found.Select(beam => new GeneratedTermId(TermIdAt(beam.Node), beam.LogProbability))];
        });
        return generated;
    }

    private float[] Queries(IReadOnlyList<GenerationRequest> requests)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var hidden = _encoder.Encode([.. requests.Select(request => request.History)]);
        return ToArray(stack([.. Enumerable.Range(1, _model.Length).Select(depth => _model.Queries(depth, hidden))], dim: 1));
    }

    private TermId TermIdAt(int leaf)
        => _library.TermIdOf(_library.Trie.ItemsBelow(leaf)[0])!; // an item below a leaf has that leaf's TID

    private static float[] ToArray(Tensor tensor)
    {
        using var host = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
