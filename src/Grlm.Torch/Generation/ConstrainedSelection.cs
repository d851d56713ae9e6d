using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Candidates among the tokens that a constraint allows. It takes candidates away and changes no probability. Where only one token may
/// follow, it and what it forces in turn are read in the same pass, so that a term ID that has parted from all others costs no further
/// passes; the beams still go on token by token, and are dropped where they would have been.
/// </summary>
/// <param name="settings">How the search runs.</param>
/// <param name="constraints">Which tokens may follow each prompt.</param>
internal sealed class ConstrainedSelection(BeamSearchSettings settings, IReadOnlyList<ITokenConstraint> constraints)
    : CandidateSelection(new CandidateHeap(settings))
{
    /// <summary>
    /// Forced tokens that are read ahead of a beam at most. Reading one costs less than a pass of its own, but nothing is won by it if the
    /// beam is dropped before.
    /// </summary>
    public const int MostAhead = 3;

    private readonly Dictionary<(int Row, int Slot), float[]> _logProbabilities = []; // of the allowed tokens, in their order
    private readonly List<(int Row, int Slot, int State)> _unread = [];
    private readonly List<long> _places = [];

    /// <inheritdoc/>
    public override void Read(TokenTree tree, IReadOnlyList<BeamRow> rows, int length, CancellationToken cancellationToken)
    {
        _unread.Clear();
        var first = tree.Count;
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var beam in rows[row].Running)
            {
                Collect(tree, row, beam, length);
            }
        }

        if (_unread.Count > 0)
        {
            var logits = length == 1 ? tree.ReadPrompts(cancellationToken) : tree.Read(); // [rows x width, vocabulary]
            ReadLogits(logits, (int)logits.shape[0] / rows.Count, length == 1 ? ITokenPaths.Prompt : first);
        }
    }

    /// <inheritdoc/>
    protected override void Offer(int row, int beam, RunningBeam running, CandidateHeap heap)
    {
        var logProbabilities = _logProbabilities[(row, running.Slot)];
        var allowed = constraints[row].Allowed(running.State);
        for (var choice = 0; choice < allowed.Length; choice++)
        {
            heap.Offer(beam, allowed[choice], running.LogProbability + logProbabilities[choice]);
        }
    }

    /// <summary>Notes a beam that has not been read, and takes up the tokens that are forced behind it.</summary>
    private void Collect(TokenTree tree, int row, RunningBeam beam, int length)
    {
        var (slot, state) = (beam.Slot, beam.State);
        if (_logProbabilities.ContainsKey((row, slot)))
        {
            return;
        }

        _unread.Add((row, slot, state));
        var reserved = (settings.MaximumNewTokens - length) * settings.Beams; // what the passes to come need at most
        for (var ahead = 0; length > 1 && ahead < MostAhead && tree.Free > reserved
            && constraints[row].Allowed(state) is [var forced]; ahead++)
        {
            state = constraints[row].Follow(state, forced);
            if (length + ahead + 1 >= settings.MaximumNewTokens || settings.EndTokens.Contains(forced)
                || constraints[row].Allowed(state).IsEmpty)
            {
                return; // the sequence ends with it: nothing follows that would have to be scored
            }

            slot = tree.Add(row, forced, slot);
            _unread.Add((row, slot, state));
        }
    }

    private void ReadLogits(Tensor logits, int width, int first)
    {
        var normalizers = TensorNumbers.Floats(logits.logsumexp(-1));
        ModelOutput.Check(normalizers);
        var vocabulary = logits.shape[1];
        _places.Clear();
        foreach (var (row, slot, state) in _unread)
        {
            foreach (var token in constraints[row].Allowed(state))
            {
                _places.Add((((row * width) + slot - first) * vocabulary) + token);
            }
        }

        var values = _places.Count == 0
            ? [] : TensorNumbers.Floats(logits.view(-1).index_select(0, tensor(_places, device: logits.device)));
        var next = 0;
        foreach (var (row, slot, state) in _unread)
        {
            var normalizer = normalizers[(row * width) + slot - first];
            var own = values.AsSpan(next, constraints[row].Allowed(state).Length).ToArray();
            next += own.Length;
            _logProbabilities.Add((row, slot), Array.ConvertAll(own, value => value - normalizer));
        }
    }
}
