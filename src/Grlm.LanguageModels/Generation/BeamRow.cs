namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents the beams of one prompt. A row is by itself: what becomes of it does not depend on the others of its batch. Semantics of
/// Hugging Face transformers with <c>early_stopping=false</c>.
/// </summary>
public sealed class BeamRow
{
    private readonly BeamSearchSettings _settings;
    private readonly int _row;
    private readonly int _maximumLength;
    private readonly List<GeneratedSequence> _found = [];
    private readonly List<RunningBeam> _running = [];
    private readonly List<(BeamCandidate Candidate, int State)> _next = [];

    /// <param name="settings">How the search runs.</param>
    /// <param name="row">Number of this row.</param>
    /// <param name="maximumLength">Tokens after which sequences are cut off here.</param>
    /// <param name="start">State of the constraint behind the prompt.</param>
    public BeamRow(BeamSearchSettings settings, int row, int maximumLength, int start)
    {
        (_settings, _row, _maximumLength) = (settings, row, maximumLength);
        _running.Add(new RunningBeam(ITokenPaths.Prompt, start, 0));
    }

    /// <summary>Sequences that go on, best first; none once the row is done.</summary>
    public IReadOnlyList<RunningBeam> Running => _running;

    /// <summary>Finished sequences, best first.</summary>
    public IReadOnlyList<GeneratedSequence> Found => _found;

    /// <summary>Adds a token to each sequence: some sequences finish, the best others run on and are added to the tree.</summary>
    /// <param name="candidates">Ways to go on, best first.</param>
    /// <param name="length">Tokens of a sequence with the new one.</param>
    /// <param name="tree">The tokens so far.</param>
    /// <param name="constraint">Which tokens may follow; null for all.</param>
    public void Advance(IReadOnlyList<BeamCandidate> candidates, int length, ITokenPaths tree, ITokenConstraint? constraint)
    {
        RunningBeam[] before = [.. _running];
        _running.Clear();
        _next.Clear();
        for (var rank = 0; rank < candidates.Count; rank++)
        {
            var (beam, token, logProbability) = candidates[rank];
            var state = constraint?.Follow(before[beam].State, token) ?? 0;
            var isComplete = length == _maximumLength || _settings.EndTokens.Contains(token) || _settings.ClosingTokens.Contains(token)
                || constraint?.Allowed(state).IsEmpty == true;
            if (isComplete && rank < _settings.Beams)
            {
                AddFound(new GeneratedSequence([.. tree.PathTo(_row, before[beam].Slot), token], Score(logProbability, length)));
            }
            else if (!isComplete && _next.Count < _settings.Beams)
            {
                _next.Add((candidates[rank], state));
            }
        }

        if (MayImprove(length))
        {
            foreach (var ((beam, token, logProbability), state) in _next)
            {
                _running.Add(new RunningBeam(tree.Add(_row, token, before[beam].Slot), state, logProbability));
            }
        }
    }

    /// <summary>
    /// Tells whether beams may still improve. As the reference has it, beams are judged by what they would score now, though they may gain
    /// by getting longer.
    /// </summary>
    private bool MayImprove(int length)
        => _next.Count > 0 && (_found.Count < _settings.Beams || Score(_next[0].Candidate.LogProbability, length) > _found[^1].Score);

    private void AddFound(GeneratedSequence sequence)
    {
        var place = _found.FindIndex(other => other.Score < sequence.Score);
        _found.Insert(place < 0 ? _found.Count : place, sequence);
        if (_found.Count > _settings.Beams)
        {
            _found.RemoveAt(_settings.Beams);
        }
    }

    private double Score(double logProbability, int length) => logProbability / Math.Pow(length, _settings.LengthPenalty);
}

/// <summary>Describes a way for a beam to go on.</summary>
/// <param name="Beam">The beam's place.</param>
/// <param name="Token">The next token.</param>
/// <param name="LogProbability">Sum of the log-probabilities with it.</param>
public readonly record struct BeamCandidate(int Beam, int Token, double LogProbability);

/// <summary>Describes a sequence under way.</summary>
/// <param name="Slot">Slot of its last token in the <see cref="ITokenPaths"/>; <see cref="ITokenPaths.Prompt"/> for none.</param>
/// <param name="State">State of the constraint behind it.</param>
/// <param name="LogProbability">Sum of its tokens' log-probabilities.</param>
public readonly record struct RunningBeam(int Slot, int State, double LogProbability);
