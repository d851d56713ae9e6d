using System.Collections.Frozen;

namespace Grlm.LanguageModels;

/// <summary>
/// Writes TIDs with a language model: beam search behind a prompt of the user's history. The beams of several users go through a network of
/// packed weights together. For one caller at a time.
/// </summary>
internal sealed class LanguageModelTermIdGenerator : ITermIdGenerator, IDisposable
{
    private const int UsualNewTokens = 48;

    private readonly IBeamSearch _search;
    private readonly Tokenizer _tokenizer;
    private readonly TokenizedTermIds _termIds;
    private readonly Func<GenerationRequest, int[]> _prompt;
    private readonly LanguageModelGenerationOptions _options;
    private readonly FrozenSet<int> _closingTokens;

    /// <summary>Packs the weights of a model.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="library">The term library.</param>
    /// <param name="prompt">Renders a user's history as the tokens of a prompt that the model answers with a TID.</param>
    /// <param name="options">How it writes; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">An option is out of its range.</exception>
    /// <exception cref="MissingPrerequisiteException">The model's folder has no tokenizer.</exception>
    /// <exception cref="InvalidInputException">The model names no end token, or its tokenizer or weights are damaged.</exception>
    public LanguageModelTermIdGenerator(
        ManagedLanguageModel model, TermLibrary library, Func<GenerationRequest, int[]> prompt,
        LanguageModelGenerationOptions? options = null)
        : this(() => SearchOf(model, options), SpeechOf(model), library, prompt, options)
    {
    }

    /// <summary>Takes any search.</summary>
    /// <param name="search">Makes what searches with the model, once all else is known to be right; disposed with this.</param>
    /// <param name="speech">The model's tokens.</param>
    /// <param name="library">The term library.</param>
    /// <param name="prompt">Renders a user's history as the tokens of a prompt that the model answers with a TID.</param>
    /// <param name="options">How it writes; null for the defaults.</param>
    internal LanguageModelTermIdGenerator(
        Func<IBeamSearch> search, ModelSpeech speech, TermLibrary library, Func<GenerationRequest, int[]> prompt,
        LanguageModelGenerationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(prompt);
        (_tokenizer, _prompt, _options) = (speech.Tokenizer, prompt, options ?? new LanguageModelGenerationOptions());
        OptionsValidation.Validate(_options);
        _termIds = _options.Lines
            ? new TokenizedTermIds(library, termId => _tokenizer.Encode(termId.ToLine()))
            : new TokenizedTermIds(library, _tokenizer, speech.EndTokens[0], _options.PromptEnd);
        EndTokens = _options.Lines ? [.. speech.EndTokens.Union(_termIds.EndTokens)] : speech.EndTokens;
        _closingTokens = _options.Constrained ? [] : ClosingTokens(_tokenizer, _options.Lines ? '\n' : TermListForm.Bracketed.Close[0]);
        _search = search();
    }

    private IReadOnlyList<int> EndTokens { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">A prompt is empty or leaves the model no room, or the weights are damaged.</exception>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        var settings = new BeamSearchSettings
        {
            Beams = beams,
            MaximumNewTokens = _options.Constrained
                ? _termIds.MaximumLength : _options.MaximumNewTokens ?? Math.Max(UsualNewTokens, _termIds.MaximumLength),
            EndTokens = EndTokens,
            ClosingTokens = _closingTokens,
            LengthPenalty = _options.LengthPenalty,
        };
        var generated = new IReadOnlyList<GeneratedTermId>[requests.Count];
        foreach (var batch in Batches([.. requests.Select(_prompt)]))
        {
            var prompts = Array.ConvertAll(batch, entry => entry.Prompt);
            ITokenConstraint[]? constraints = _options.Constrained
                ? Array.ConvertAll(batch, entry => _termIds.ViewFor(requests[entry.Request])) : null;
            var found = _search.Search(prompts, constraints, settings, cancellationToken);
            for (var row = 0; row < batch.Length; row++)
            {
                // Tokens can be cut in several ways to one text: the most probable stands for it.
                generated[batch[row].Request] = [.. found[row].Select(TermIdOf).DistinctBy(one => one.TermId)];
            }
        }

        return generated;
    }

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();

    private static ManagedBeamSearch SearchOf(ManagedLanguageModel model, LanguageModelGenerationOptions? options)
        => new(model.Weights, options?.Threads ?? 0, options?.CacheMebibytes);

    private static ModelSpeech SpeechOf(ManagedLanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Speech;
    }

    /// <summary>Returns all at once where the search takes any number; else texts of like length together.</summary>
    private IEnumerable<(int Request, int[] Prompt)[]> Batches(int[][] prompts)
    {
        var all = prompts.Select((prompt, request) => (Request: request, Prompt: prompt));
        return prompts.Length <= _search.MostPrompts
            ? prompts.Length == 0 ? [] : [[.. all]] : all.OrderBy(entry => entry.Prompt.Length).Chunk(_search.MostPrompts);
    }

    private GeneratedTermId TermIdOf(GeneratedSequence sequence)
    {
        var logProbability = sequence.Score * Math.Pow(sequence.Tokens.Length, _options.LengthPenalty);
        return new GeneratedTermId(
            _options.Constrained
                ? _termIds.TermIdOf(sequence.Tokens)
                : Parse(_tokenizer.Decode(sequence.Tokens, skipSpecialTokens: true), _options.Lines),
            logProbability);
    }

    /// <summary>
    /// Returns the tokens with which a list of terms is closed, alone (<c>]</c>) or together with what the model would write behind it
    /// (<c>]\n</c>).
    /// </summary>
    private static FrozenSet<int> ClosingTokens(Tokenizer tokenizer, char close)
        => Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(token => !tokenizer.IsSpecial(token) && tokenizer.BytesOf(token).Contains((byte)close)).ToFrozenSet();

    private static TermId Parse(string text, bool isLine)
    {
        if (isLine)
        {
            return new TermId([.. text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }

        var (start, end) = (text.IndexOf('[', StringComparison.Ordinal) + 1, text.IndexOf(']', StringComparison.Ordinal));
        var inner = end >= start ? text[start..end] : text[start..];
        return new TermId([.. inner.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
    }
}
