using System.Collections.Frozen;

namespace Grlm.LanguageModels;

/// <summary>How beam search runs.</summary>
internal sealed record BeamSearchSettings
{
    /// <summary>Sequences that are kept at every step, and found in the end at most.</summary>
    public required int Beams { get; init; }

    /// <summary>Tokens after which a sequence is cut off.</summary>
    public required int MaximumNewTokens { get; init; }

    /// <summary>Tokens that end a sequence; none to let all run to the maximum.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>
    /// Tokens that also end a sequence and all stand for the same ending, such as every token with a closing bracket in it: of those behind one beam only
    /// the most probable counts. Usually none.
    /// </summary>
    public IReadOnlySet<int> ClosingTokens { get; init; } = FrozenSet<int>.Empty;

    /// <summary>Power of the length that scores are divided by: 0 for plain sums, 1 for means; above 1 favours long sequences.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Candidates kept at each step: were every end token to follow every beam, there would still be as many to go on with as there are beams.
    /// </summary>
    public int Candidates => Math.Max(2, 1 + EndTokens.Count + Math.Min(1, ClosingTokens.Count)) * Beams;

    /// <summary>Candidates looked at behind each beam: as many again where tokens close, since all but one of these go.</summary>
    public int CandidatesOfBeam => Candidates + Math.Min(ClosingTokens.Count, Candidates);
}
