namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents the beam search of one prompt between two passes: it says which tokens it needs read, and goes on as far as what has been
/// read allows. Where only one token may follow a beam, what that forces in turn is read in the same pass. For one thread at a time.
/// </summary>
internal sealed class BeamTask
{
    private readonly BeamSearchSettings _settings;
    private readonly ITokenConstraint? _constraint;
    private readonly BeamRow _row;
    private readonly int _maximumLength;
    private readonly CandidateHeap _heap;
    private readonly List<BeamCandidate> _candidates = [];
    private readonly Dictionary<int, Range> _choices = []; // by slot
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private readonly List<int> _slots = [];
    private int _length = 1;
    private int _firstScore;

    /// <param name="settings">How the search runs.</param>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="maximumPositions">Positions that the model has.</param>
    /// <param name="constraint">Which tokens may follow; null for all.</param>
    /// <param name="tail">Takes up what is generated.</param>
    public BeamTask(BeamSearchSettings settings, int[] prompt, int maximumPositions, ITokenConstraint? constraint, BeamTail tail)
    {
        (_settings, _constraint, Tail) = (settings, constraint, tail);
        _maximumLength = Math.Min(settings.MaximumNewTokens, maximumPositions - prompt.Length);
        _row = new BeamRow(settings, 0, _maximumLength, constraint?.Start ?? 0);
        _heap = new CandidateHeap(settings);
    }

    /// <summary>Gets what is generated.</summary>
    public BeamTail Tail { get; }

    /// <summary>Tells whether nothing is left to be generated.</summary>
    public bool IsDone => _row.Running.Count == 0;

    /// <summary>Gets what has been found, best first.</summary>
    public IReadOnlyList<GeneratedSequence> Found => _row.Found;

    /// <summary>Collects the slots of the tail that have to be read, and asks for their scores.</summary>
    /// <param name="scores">Is asked for one row for each slot, in their order.</param>
    /// <param name="mostAhead">Forced tokens that are read ahead of a beam at most.</param>
    public IReadOnlyList<int> Collect(VocabularyScores scores, int mostAhead)
    {
        _slots.Clear();
        _firstScore = scores.Rows;
        foreach (var beam in _row.Running)
        {
            Collect(beam, scores, mostAhead);
        }

        return _slots;
    }

    /// <summary>Takes up what was asked for, and goes on until more has to be read.</summary>
    public void Advance(VocabularyScores scores)
    {
        for (var place = 0; place < _slots.Count; place++)
        {
            ReadScores(_slots[place], _firstScore + place, scores);
        }

        while (!IsDone && _row.Running.All(beam => _choices.ContainsKey(BeamTail.SlotOf(beam.Slot))))
        {
            Offer();
            _row.Advance(_candidates, _length++, Tail, _constraint);
        }
    }

    private void Collect(RunningBeam beam, VocabularyScores scores, int mostAhead)
    {
        var (slot, state) = (beam.Slot, beam.State);
        if (!RequestScores(slot, state, scores) || _constraint is null)
        {
            return;
        }

        for (var ahead = 1; ahead <= mostAhead && _constraint.Allowed(state) is [var forced]; ahead++)
        {
            state = _constraint.Follow(state, forced);
            if (_length + ahead >= _maximumLength || _settings.EndTokens.Contains(forced) || _constraint.Allowed(state).IsEmpty)
            {
                return; // the sequence ends with it: nothing follows that would have to be scored
            }

            slot = Tail.Add(0, forced, slot);
            RequestScores(slot, state, scores);
        }
    }

    private bool RequestScores(int slot, int state, VocabularyScores scores)
    {
        var place = BeamTail.SlotOf(slot);
        if (_choices.ContainsKey(place))
        {
            return false;
        }

        var allowed = _constraint is null ? [] : _constraint.Allowed(state);
        scores.Add(allowed);
        _slots.Add(place);
        _choices.Add(place, _tokens.Count..(_tokens.Count + allowed.Length));
        _tokens.AddRange(allowed);
        return true;
    }

    private void ReadScores(int slot, int row, VocabularyScores scores)
    {
        var normalizer = (float)scores.Normalizer(row);
        if (_constraint is not null)
        {
            foreach (var logit in scores.Logits(row))
            {
                _logProbabilities.Add(logit - normalizer);
            }

            return;
        }

        var start = _tokens.Count;
        foreach (var (token, logit) in scores.Best(row))
        {
            _tokens.Add(token);
            _logProbabilities.Add(logit - normalizer);
        }

        _choices[slot] = start.._tokens.Count;
    }

    private void Offer()
    {
        for (var beam = 0; beam < _row.Running.Count; beam++)
        {
            var running = _row.Running[beam];
            var choices = _choices[BeamTail.SlotOf(running.Slot)];
            for (var choice = choices.Start.Value; choice < choices.End.Value; choice++)
            {
                _heap.Offer(beam, _tokens[choice], running.LogProbability + _logProbabilities[choice]);
            }
        }

        _heap.MoveTo(_candidates);
    }
}

/// <summary>
/// Keeps the best of the candidates that it is offered; of equal ones those offered first. One that cannot enter costs a comparison. Of the
/// closing tokens behind one beam only the first that enters is kept: they all say the same, and as candidates of their own they would take
/// others' places.
/// </summary>
/// <param name="settings">Say how many are kept, and which tokens close.</param>
public sealed class CandidateHeap(BeamSearchSettings settings)
{
    private const int None = -1;

    private readonly int _capacity = settings.Candidates;
    private readonly PriorityQueue<BeamCandidate, (double, int)> _worstFirst = new(settings.Candidates);
    private int _offered;
    private int _closed = None;

    /// <summary>Gets what a candidate has to exceed to enter.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    /// <summary>
    /// Takes a candidate up if it is good enough. Where tokens close, those behind a beam are offered together, best first.
    /// </summary>
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
    public void MoveTo(IList<BeamCandidate> candidates)
    {
        candidates.Clear();
        while (candidates.Count < _worstFirst.Count)
        {
            candidates.Add(default);
        }

        for (var place = candidates.Count - 1; place >= 0; place--)
        {
            candidates[place] = _worstFirst.Dequeue();
        }

        (Threshold, _offered, _closed) = (double.NegativeInfinity, 0, None);
    }

    /// <summary>Tells whether a beam has not been closed yet; now it is.</summary>
    private bool Closes(int beam)
    {
        var isFirst = _closed != beam;
        _closed = beam;
        return isFirst;
    }
}
