namespace Grlm.LanguageModels;

/// <summary>
/// Beam search for many prompts at once on the processor, with the results of beam search. A prompt is read once, less what an
/// earlier one had in common with it, and its keys and values serve all its beams from where they lie. The beams of several prompts go through
/// the network together, so that weights are fetched once for all of them; a prompt that is done makes room for the next. What is found for a
/// prompt does not depend on the others. For one caller at a time.
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
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings, CancellationToken cancellationToken)
    {
        foreach (var prompt in prompts)
        {
            PromptLength.Check(prompt, network.Config);
        }

        var found = new IReadOnlyList<GeneratedSequence>[prompts.Count];
        var active = new Dictionary<int, (BeamTask Task, IReadOnlyList<PromptSegment> Past)>();
        var bestCount = constraints is null ? settings.CandidatesOfBeam : 0;
        var mostActive = Math.Max(1, PassRows / settings.Beams);
        long BytesOf(int prompt) => (prompts[prompt].Length + ((long)settings.Beams * settings.MaximumNewTokens)) * network.Shape.TokenBytes;
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
    private IReadOnlyList<PromptSegment> ReadPrompt(ReadOnlySpan<int> prompt, BeamTask task, int bestCount, CancellationToken cancellationToken)
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
                TailSlots = end == segment.Length ? task.Collect(network.Scores, int.MaxValue) : [], // every beam goes through what is forced here
            });
            Finish([task], bestCount);
        }

        cache.Add(past, segment);
        return [.. past, segment];
    }

    /// <summary>Goes on a token. Reading ahead saves passes, which is worth most while a pass has few rows and waits for its weights.</summary>
    private void Step(Dictionary<int, (BeamTask Task, IReadOnlyList<PromptSegment> Past)> active, int bestCount, CancellationToken cancellationToken)
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
            task.GoOn(network.Scores);
        }
    }
}
