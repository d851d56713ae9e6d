namespace Grlm.Torch;

/// <summary>
/// Keeps the best of the candidates that it is offered; of equal ones those offered first. One that cannot enter costs a comparison.
/// </summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class CandidateHeap(int capacity)
{
    private readonly PriorityQueue<BeamCandidate, (double, int)> _worstFirst = new(capacity);
    private int _offered;

    /// <summary>What a candidate has to exceed to enter.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    /// <summary>Takes a candidate up if it is good enough.</summary>
    public void Offer(int beam, int token, double logProbability)
    {
        if (logProbability <= Threshold)
        {
            return;
        }

        var rank = (logProbability, -_offered++);
        if (_worstFirst.Count < capacity)
        {
            _worstFirst.Enqueue(new BeamCandidate(beam, token, logProbability), rank);
        }
        else
        {
            _worstFirst.DequeueEnqueue(new BeamCandidate(beam, token, logProbability), rank);
        }

        Threshold = _worstFirst.Count == capacity ? _worstFirst.Peek().LogProbability : double.NegativeInfinity;
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
        (Threshold, _offered) = (double.NegativeInfinity, 0);
    }
}
