using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Beam search with the semantics of Hugging Face transformers: scores are log-probabilities over the whole vocabulary, constrained or not.
/// All beams of a prompt share one row of the key-value cache, where they branch like a tree. For one thread at a time.
/// </summary>
/// <param name="network">The network, which stays the caller's.</param>
internal sealed class BeamSearch(CausalNetwork network) : IBeamSearch
{
    /// <inheritdoc/>
    public int MostPrompts => 8;

    /// <summary>Makes the search that is fastest for a model: the managed decoder's where that can run it.</summary>
    /// <param name="model">The model, which stays the caller's, and must not be tuned on while this is in use.</param>
    public static IBeamSearch Fastest(LanguageModel model)
        => NetworkWeights.CanDecode(model.Network)
            ? new ManagedBeamSearch(new NetworkWeights(model.Network), get_num_threads(), cacheMebibytes: null)
            : new BeamSearch(model.Network);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings,
        CancellationToken cancellationToken)
    {
        using var guard = no_grad();
        var ahead = constraints is null ? 0 : ConstrainedSelection.MostAhead;
        using var tree = new TokenTree(network, prompts, (settings.MaximumNewTokens - 1 + ahead) * settings.Beams);
        BeamRow[] rows = [.. prompts.Select((prompt, row) => new BeamRow(
            settings, row, Math.Min(settings.MaximumNewTokens, network.Config.MaximumPositions - prompt.Length),
            constraints?[row].Start ?? 0))];
        CandidateSelection selection = constraints is null ? new FreeSelection(settings) : new ConstrainedSelection(settings, constraints);
        for (var length = 1; length == 1 || rows.Any(row => row.Running.Count > 0); length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            selection.Read(tree, rows, length, cancellationToken);
            selection.Select(rows, (row, candidates) => rows[row].Advance(candidates, length, tree, constraints?[row]));
        }

        return [.. rows.Select(row => row.Found)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The network is the caller's.
    }
}

/// <summary>
/// Finds the best ways for beams to go on. What crosses from the device is a few numbers a beam. For one search.
/// </summary>
/// <param name="heap">Keeps them.</param>
internal abstract class CandidateSelection(CandidateHeap heap)
{
    private readonly List<BeamCandidate> _candidates = [];

    /// <summary>Reads what has to be read before the beams can go on.</summary>
    /// <param name="tree">The tokens so far.</param>
    /// <param name="rows">The running beams of each prompt.</param>
    /// <param name="length">Tokens of a sequence with the one that is to be found.</param>
    /// <param name="cancellationToken">Stops between two passes over the prompts.</param>
    public abstract void Read(TokenTree tree, IReadOnlyList<BeamRow> rows, int length, CancellationToken cancellationToken);

    /// <summary>Finds the candidates of each row, best first.</summary>
    /// <param name="rows">The running beams of each row; one without any gets no candidates.</param>
    /// <param name="take">Called with the number of each row that has beams; the list is valid during the call.</param>
    public void Select(IReadOnlyList<BeamRow> rows, Action<int, IReadOnlyList<BeamCandidate>> take)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var beam = 0; beam < rows[row].Running.Count; beam++)
            {
                Offer(row, beam, rows[row].Running[beam], heap);
            }

            heap.MoveTo(_candidates);
            if (rows[row].Running.Count > 0)
            {
                take(row, _candidates);
            }
        }
    }

    /// <summary>Offers the ways for one beam to go on.</summary>
    protected abstract void Offer(int row, int beam, RunningBeam running, CandidateHeap heap);
}

/// <summary>Numbers that a network has computed, on the host.</summary>
internal static class TensorNumbers
{
    /// <summary>Returns all numbers of a float32 tensor.</summary>
    public static float[] Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();

    /// <summary>Returns all numbers of a tensor of indices.</summary>
    public static long[] Indices(torch.Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.cpu().contiguous().bytes).ToArray();
}

/// <summary>Candidates among all tokens: of each beam as many as are kept in all, found on the device.</summary>
/// <param name="settings">How the search runs.</param>
internal sealed class FreeSelection(BeamSearchSettings settings) : CandidateSelection(new CandidateHeap(settings))
{
    private float[] _normalizers = [];
    private float[] _highest = [];
    private long[] _tokens = [];
    private int _width;
    private int _each;

    /// <inheritdoc/>
    public override void Read(TokenTree tree, IReadOnlyList<BeamRow> rows, int length, CancellationToken cancellationToken)
    {
        var logits = length == 1 ? tree.ReadPrompts(cancellationToken) : tree.Read(); // [rows x width, vocabulary]
        _width = (int)logits.shape[0] / rows.Count;
        _each = Math.Min(settings.CandidatesOfBeam, (int)logits.shape[1]);
        _normalizers = TensorNumbers.Floats(logits.logsumexp(-1));
        ModelOutput.Check(_normalizers);
        var (highest, indices) = logits.topk(_each, -1);
        (_highest, _tokens) = (TensorNumbers.Floats(highest), TensorNumbers.Indices(indices));
    }

    /// <inheritdoc/>
    protected override void Offer(int row, int beam, RunningBeam running, CandidateHeap heap)
    {
        var place = (row * _width) + beam;
        var before = running.LogProbability - _normalizers[place];
        for (var rank = place * _each; rank < (place + 1) * _each; rank++)
        {
            heap.Offer(beam, (int)_tokens[rank], before + _highest[rank]);
        }
    }
}
