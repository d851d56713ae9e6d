using System.Collections.Frozen;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Beam search for many prompts at once on the processor, with the results of beam search. A prompt is read once, less what an
/// earlier one had in common with it, and its keys and values serve all its beams from where they lie. The beams of several prompts go
/// through the network together, so that weights are fetched once for all of them; a prompt that is done makes room for the next. What is
/// found for a prompt does not depend on the others. For one caller at a time.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="cache">Prompts that have been read.</param>
/// <param name="maximumBytes">Memory for the keys and values of the prompts that are under way together; one goes in any case.</param>
internal sealed class SharedBeamSearch(InferenceNetwork network, PrefixCache cache, long maximumBytes = long.MaxValue)
{
    /// <summary>Rows of a pass beyond which more win no speed: weights come from memory while this many are multiplied.</summary>
    private const int PassRows = 160;

    private readonly DecodePass _pass = new(network.Shape.Group);
    private readonly Stack<AlignedBuffer<float>> _pages = [];
    private readonly List<int> _wanted = [];

    /// <summary>Forced tokens that are read ahead of a beam at most, where one prompt is on its own.</summary>
    public int MostAhead { get; init; } = 3;

    /// <summary>Finds the best continuations.</summary>
    /// <param name="prompts">Tokens of each prompt, one or more.</param>
    /// <param name="constraints">Which tokens may follow each prompt; null for all.</param>
    /// <param name="settings">How the search runs.</param>
    /// <param name="cancellationToken">Stops the search between two passes.</param>
    /// <returns>The sequences of each prompt, best first; fewer than there are beams only where a constraint allows no more.</returns>
    /// <exception cref="InvalidInputException">A prompt is empty or too long, or the weights are damaged.</exception>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings,
        CancellationToken cancellationToken)
    {
        foreach (var prompt in prompts)
        {
            PromptLength.Check(prompt, network.Config);
        }

        var found = new IReadOnlyList<GeneratedSequence>[prompts.Count];
        var active = new Dictionary<int, (BeamTask Task, IReadOnlyList<PromptSegment> Past)>();
        var bestCount = constraints is null ? settings.CandidatesOfBeam : 0;
        var mostActive = Math.Max(1, PassRows / settings.Beams);
        long BytesOf(int prompt)
            => (prompts[prompt].Length + ((long)settings.Beams * settings.MaximumNewTokens)) * network.Shape.TokenBytes;
        for (var next = 0; next < prompts.Count || active.Count > 0;)
        {
            for (; next < prompts.Count && active.Count < mostActive; next++)
            {
                if (active.Count > 0 && active.Keys.Sum(BytesOf) + BytesOf(next) > maximumBytes)
                {
                    break;
                }

                var tail = new BeamTail(network.Shape, prompts[next][^1], _pages);
                var task = new BeamTask(settings, prompts[next], network.Config.MaximumPositions, constraints?[next], tail);
                active.Add(next, (task, ReadPrompt(prompts[next].AsSpan()[..^1], task, bestCount, cancellationToken)));
            }

            Step(active, bestCount, cancellationToken);
            foreach (var (prompt, (task, _)) in active.Where(entry => entry.Value.Task.IsDone).ToArray())
            {
                found[prompt] = task.Found;
                task.Tail.Return();
                active.Remove(prompt);
            }
        }

        return found;
    }

    /// <summary>Reads what is not known of a prompt; its last token, which belongs to the tail, goes along with the end.</summary>
    private IReadOnlyList<PromptSegment> ReadPrompt(
        ReadOnlySpan<int> prompt, BeamTask task, int bestCount, CancellationToken cancellationToken)
    {
        var past = cache.Find(prompt);
        var segment = new PromptSegment(network.Shape, prompt[past.Sum(part => part.Length)..].ToArray());
        if (segment.Length == 0)
        {
            return past;
        }

        for (var start = 0; start < segment.Length; start += PassRows)
        {
            var end = Math.Min(segment.Length, start + PassRows);
            Begin(cancellationToken);
            _pass.Add(new PassSequence(past, task.Tail)
            {
                Segment = segment,
                Slots = start..end,
                TailSlots = end == segment.Length ? task.Collect(network.Scores, int.MaxValue) : [],
                // every beam goes through what is forced here
            });
            Finish([task], bestCount);
        }

        cache.Add(past, segment);
        return [.. past, segment];
    }

    /// <summary>
    /// Adds a token to every sequence. Reading ahead saves passes, which is worth most while a pass has few rows and waits for its weights.
    /// </summary>
    private void Step(Dictionary<int, (BeamTask Task, IReadOnlyList<PromptSegment> Past)> active, int bestCount,
        CancellationToken cancellationToken)
    {
        Begin(cancellationToken);
        var ahead = active.Count == 1 ? MostAhead : 0;
        foreach (var (task, past) in active.Values)
        {
            if (task.Collect(network.Scores, ahead) is { Count: > 0 } slots)
            {
                _pass.Add(new PassSequence(past, task.Tail) { TailSlots = slots });
            }
        }

        Finish([.. active.Values.Select(entry => entry.Task)], bestCount);
    }

    private void Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pass.Clear();
        network.Scores.Clear();
    }

    private void Finish(IReadOnlyList<BeamTask> tasks, int bestCount)
    {
        _wanted.Clear();
        for (var row = 0; row < _pass.Rows.Count; row++)
        {
            if (_pass.Rows[row].IsTail)
            {
                _wanted.Add(row);
            }
        }

        if (_pass.Rows.Count > 0)
        {
            network.Read(_pass, _wanted, bestCount);
        }

        foreach (var task in tasks)
        {
            task.Advance(network.Scores);
        }
    }
}

/// <summary>Describes how beam search runs.</summary>
public sealed record BeamSearchSettings
{
    /// <summary>Sequences that are kept at every step, and found in the end at most.</summary>
    public required int Beams { get; init; }

    /// <summary>Tokens after which a sequence is cut off.</summary>
    public required int MaximumNewTokens { get; init; }

    /// <summary>Tokens that end a sequence; none to let all run to the maximum.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>
    /// Tokens that also end a sequence and all stand for the same ending, such as every token with a closing bracket in it: of those behind
    /// one beam only the most probable counts. Usually none.
    /// </summary>
    public IReadOnlySet<int> ClosingTokens { get; init; } = FrozenSet<int>.Empty;

    /// <summary>Power of the length that scores are divided by: 0 for plain sums, 1 for means; above 1 favours long sequences.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Candidates kept at each step: were every end token to follow every beam, there would still be as many to go on with as there are
    /// beams.
    /// </summary>
    public int Candidates => Math.Max(2, 1 + EndTokens.Count + Math.Min(1, ClosingTokens.Count)) * Beams;

    /// <summary>Candidates looked at behind each beam: as many again where tokens close, since all but one of these go.</summary>
    public int CandidatesOfBeam => Candidates + Math.Min(ClosingTokens.Count, Candidates);
}

/// <summary>Describes a sequence that beam search has found.</summary>
/// <param name="Tokens">Its tokens without the prompt, the end token included where there is one.</param>
/// <param name="Score">Sum of the tokens' log-probabilities (natural), divided by their number to the power of the length penalty.</param>
public sealed record GeneratedSequence(int[] Tokens, double Score);

/// <summary>Limits how long a prompt may be.</summary>
public static class PromptLength
{
    /// <summary>Refuses a prompt that a model cannot go on from.</summary>
    /// <exception cref="InvalidInputException">It is empty or leaves no position for another token.</exception>
    public static void Check(int[] prompt, LanguageModelConfig config)
    {
        if (prompt.Length == 0 || prompt.Length >= config.MaximumPositions)
        {
            throw new InvalidInputException(
                $"A prompt has {prompt.Length} tokens; this model takes 1 to {config.MaximumPositions - 1}. Shorten it.");
        }
    }
}
