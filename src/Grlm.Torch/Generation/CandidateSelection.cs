using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Finds the best ways to go on. What crosses from the device is a few numbers a beam: the soft-max's normaliser and, without a constraint, the
/// highest logits, with one, those of the tokens that it allows. A constraint takes candidates away and changes no probability.
/// </summary>
/// <param name="constraint">Which tokens may follow; null for all.</param>
/// <param name="count">How many candidates are kept.</param>
internal sealed class CandidateSelection(ITokenConstraint? constraint, int count)
{
    private readonly CandidateHeap _heap = new(count);
    private readonly List<BeamCandidate> _candidates = new(count);
    private readonly List<long> _places = [];

    /// <summary>Finds the candidates of each row, best first.</summary>
    /// <param name="logits"><c>[rows x width, vocabulary]</c>.</param>
    /// <param name="rows">The running beams of each row, <c>width</c> at most; one without any gets no candidates.</param>
    /// <param name="take">Called for each row that has beams; the list is valid during the call.</param>
    public void Select(Tensor logits, IReadOnlyList<BeamRow> rows, Action<BeamRow, IReadOnlyList<BeamCandidate>> take)
    {
        using var scope = NewDisposeScope();
        var width = (int)logits.shape[0] / rows.Count;
        var normalizers = ModelOutput.Floats(logits.logsumexp(-1));
        ModelOutput.Check(normalizers);
        if (constraint is null)
        {
            SelectAmongAll(logits, normalizers, rows, width, take);
        }
        else
        {
            SelectAmongAllowed(logits, normalizers, rows, width, take);
        }
    }

    private void SelectAmongAll(
        Tensor logits, float[] normalizers, IReadOnlyList<BeamRow> rows, int width, Action<BeamRow, IReadOnlyList<BeamCandidate>> take)
    {
        var each = Math.Min(count, (int)logits.shape[1]);
        var (highest, indices) = logits.topk(each, -1);
        var (values, tokens) = (ModelOutput.Floats(highest), ModelOutput.Indices(indices));
        for (var row = 0; row < rows.Count; row++)
        {
            for (var beam = 0; beam < rows[row].Running.Count; beam++)
            {
                var place = (row * width) + beam;
                var before = rows[row].Running[beam].LogProbability - normalizers[place];
                for (var rank = place * each; rank < (place + 1) * each; rank++)
                {
                    _heap.Offer(beam, (int)tokens[rank], before + values[rank]);
                }
            }

            Give(rows[row], take);
        }
    }

    private void SelectAmongAllowed(
        Tensor logits, float[] normalizers, IReadOnlyList<BeamRow> rows, int width, Action<BeamRow, IReadOnlyList<BeamCandidate>> take)
    {
        CollectPlaces(rows, width, logits.shape[1]);
        var values = _places.Count == 0 ? [] : ModelOutput.Floats(logits.view(-1).index_select(0, tensor(_places, device: logits.device)));
        var next = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            for (var beam = 0; beam < rows[row].Running.Count; beam++)
            {
                var before = rows[row].Running[beam].LogProbability - normalizers[(row * width) + beam];
                foreach (var token in constraint!.Allowed(rows[row].Running[beam].State))
                {
                    _heap.Offer(beam, token, before + values[next++]);
                }
            }

            Give(rows[row], take);
        }
    }

    private void CollectPlaces(IReadOnlyList<BeamRow> rows, int width, long vocabulary)
    {
        _places.Clear();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var beam = 0; beam < rows[row].Running.Count; beam++)
            {
                foreach (var token in constraint!.Allowed(rows[row].Running[beam].State))
                {
                    _places.Add((((row * width) + beam) * vocabulary) + token);
                }
            }
        }
    }

    private void Give(BeamRow row, Action<BeamRow, IReadOnlyList<BeamCandidate>> take)
    {
        _heap.MoveTo(_candidates);
        if (row.Running.Count > 0)
        {
            take(row, _candidates);
        }
    }
}
