namespace Grlm.LanguageModels;

/// <summary>
/// Keeps the best of the candidates that it is offered; of equal ones those offered first. One that cannot enter costs a comparison. Of the closing
/// tokens behind one beam only the first that enters is kept: they all say the same, and as candidates of their own they would take others' places.
/// </summary>
/// <param name="settings">Say how many are kept, and which tokens close.</param>
internal sealed class CandidateHeap(BeamSearchSettings settings)
{
    private const int None = -1;

    private readonly int _capacity = settings.Candidates;
    private readonly PriorityQueue<BeamCandidate, (double, int)> _worstFirst = new(settings.Candidates);
    private int _offered;
    private int _closed = None;

    /// <summary>What a candidate has to exceed to enter.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    /// <summary>Takes a candidate up if it is good enough. Where tokens close, those behind a beam are offered together, best first.</summary>
    public void Offer(int beam, int token, double logProbability)
    {
        if (logProbability <= Threshold || (settings.ClosingTokens.Contains(token) && !Closes(beam)))
        {
            return;
        }

        var rank = (logProbability, -_offered++);
        if (_worstFirst.Count < _capacity)
        {
            _worstFirst.Enqueue(new BeamCandidate(beam, token, logProbability), rank);
        }
        else
        {
            _worstFirst.DequeueEnqueue(new BeamCandidate(beam, token, logProbability), rank);
        }

        Threshold = _worstFirst.Count == _capacity ? _worstFirst.Peek().LogProbability : double.NegativeInfinity;
    }

    /// <summary>Empties the heap into a list, best first.</summary>
    public void MoveTo(List<BeamCandidate> candidates)
    {
        candidates.Clear();
        while (_worstFirst.TryDequeue(out var candidate, out _))
        {
            candidates.Add(candidate);
        }

        candidates.Reverse();
        (Threshold, _offered, _closed) = (double.NegativeInfinity, 0, None);
    }

    /// <summary>Whether a beam has not been closed yet; now it is.</summary>
    private bool Closes(int beam)
    {
        var isFirst = _closed != beam;
        _closed = beam;
        return isFirst;
    }
}
