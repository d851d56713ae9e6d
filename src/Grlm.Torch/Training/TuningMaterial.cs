using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Holds what a language model of a workspace learns from and is measured on.</summary>
/// <param name="Training">The training samples.</param>
/// <param name="Validation">Samples of validation users; empty for no measurements.</param>
internal sealed record TuningMaterial(ITuningSamples Training, IReadOnlyList<TuningSample> Validation) : IDisposable
{
    private TokenizedTermIds? _termIds;
    private TorchRanker? _ranker;
    private HistoryTeacher? _teacher;

    /// <summary>
    /// Makes what is learnt as choices between term IDs: the users' histories, made into samples here, since they are damaged anew in each
    /// pass; of the other tasks the samples that were written.
    /// </summary>
    /// <param name="data">Catalogue, library and training interactions.</param>
    /// <param name="renderer">Renders as the instructions do.</param>
    /// <param name="tokens">The model's tokens.</param>
    /// <param name="validation">Samples of validation users.</param>
    /// <param name="options">How it is learnt.</param>
    /// <param name="seed">Seed of the damage to histories.</param>
    /// <param name="tasks">What is learnt.</param>
    /// <param name="workspace">Has the ranker that teaches.</param>
    /// <param name="read">Reads the samples of tasks.</param>
    /// <exception cref="InvalidOptionsException">The instructions are of another form.</exception>
    public static TuningMaterial OfTermIds(
        TrainingData data, InstructionRenderer renderer, ConversationTokens tokens, IReadOnlyList<TuningSample> validation,
        TermIdLossOptions options, int seed, IReadOnlyList<InstructionTask> tasks,
        GrlmWorkspace workspace, Func<IReadOnlyCollection<InstructionTask>, IReadOnlyList<TuningSample>> read)
    {
        var settings = renderer.Settings;
        if (!settings.Continued)
        {
            throw new InvalidOptionsException(
                "Option 'termIdLoss' takes samples that are nothing but term IDs, a line each. " +
                    "Make the instructions again with 'continued', or " +
                "leave it out.");
        }

        var histories = data.Split.Histories();
        var ranker = options.Teacher ? LoadTeacher(data, settings, workspace) : null;
        var termIds = new TokenizedTermIds(data.Library, termId => tokens.Completion(settings.TextOf(termId)));
        var known = TrainingWindows.Of(
            histories.Select(history => Array.FindAll(history, data.Library.HasTermId)).Where(history => history.Length > 1),
            settings.MaximumHistory);
        var prompt = tokens.Prompt(renderer.Behavior([], domain: null));
        int[][] tokensOfItem = [.. Enumerable.Range(0, data.Catalog.Count).Select(termIds.TokensOf)];
        InstructionTask[] others = [.. tasks.Where(task => task != InstructionTask.Behavior)];
        List<ITuningSamples> parts = tasks.Contains(InstructionTask.Behavior)
            ? [new HistorySamples(known, prompt, tokensOfItem, options.DamagedShare, seed)]
            : [];
        if (others.Length > 0)
        {
            parts.Add(new FixedSamples(read(others)));
        }

        return new TuningMaterial(new JoinedSamples(parts), validation)
        {
            _termIds = termIds,
            _ranker = ranker,
            _teacher = ranker is null ? null : new HistoryTeacher(ranker, termIds, TeacherTargets.RepeatShareOf(histories)),
        };
    }

    private static TorchRanker LoadTeacher(TrainingData data, RenderingSettings settings, GrlmWorkspace workspace)
    {
        var ranker = RankerArtifact.Load(workspace, data.Library, CPU);
        var fault = ranker.IsRefit ? "was refit on what is validated on. Train it without that"
            : ranker.MaximumHistory < settings.MaximumHistory
                ? $"reads {ranker.MaximumHistory} interactions, and histories show {settings.MaximumHistory}. " +
                    $"Make the instructions with fewer"
            : null;
        if (fault is null)
        {
            return ranker;
        }

        ranker.Dispose();
        throw new InvalidOptionsException($"The ranker cannot teach: it {fault}, or leave out 'teacher'.");
    }

    /// <summary>Returns the loss; null for that of the vocabulary.</summary>
    public TermIdLoss? LossFor(CausalNetwork network, TermIdLossOptions options)
        => _termIds is null ? null : new TermIdLoss(network, _termIds.Trie, _teacher, options.VocabularyShare);

    /// <inheritdoc/>
    public void Dispose()
    {
        _teacher?.Dispose();
        _ranker?.Dispose();
    }
}
