namespace Grlm.Torch;

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
