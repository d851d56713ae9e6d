namespace Grlm.Torch;

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
