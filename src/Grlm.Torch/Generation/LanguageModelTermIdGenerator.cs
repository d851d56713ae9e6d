using System.Collections.Frozen;

namespace Grlm.Torch;

/// <summary>
/// Writes TIDs with a language model: beam search behind a prompt of the user's history. On a processor with vectors of 512 bits the beams of
/// several users go through a network of packed weights together; elsewhere libtorch runs them. For one caller at a time.
/// </summary>
public sealed class LanguageModelTermIdGenerator : ITermIdGenerator, IDisposable
{
    private const int MebibyteBits = 20;
    private const long MostCacheBytes = 512L << MebibyteBits;
    private const int UsualNewTokens = 48;

    private readonly LanguageModel _model;
    private readonly TokenizedTermIds _termIds;
    private readonly Func<GenerationRequest, int[]> _prompt;
    private readonly LanguageModelGenerationOptions _options;
    private readonly FrozenSet<int> _closingTokens;
    private readonly InferenceNetwork? _network;
    private readonly SharedBeamSearch? _search;

    /// <param name="model">The model; stays the caller's, and must not be tuned on while this is in use.</param>
    /// <param name="library">The term library.</param>
    /// <param name="prompt">Renders a user's history as the tokens of a prompt that the model answers with a TID.</param>
    /// <param name="options">How it writes; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">An option is out of its range.</exception>
    /// <exception cref="MissingPrerequisiteException">The model's folder has no tokenizer.</exception>
    /// <exception cref="InvalidInputException">The model names no end token, or its tokenizer is damaged.</exception>
    public LanguageModelTermIdGenerator(
        LanguageModel model, TermLibrary library, Func<GenerationRequest, int[]> prompt, LanguageModelGenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(prompt);
        (_model, _prompt, _options) = (model, prompt, options ?? new LanguageModelGenerationOptions());
        OptionsValidation.Validate(_options);
        EndTokens = model.GenerationDefaults.EndTokens is { Count: > 0 } ends ? ends : throw new InvalidInputException(
            $"{model.Folder} names no end token. Add 'eos_token_id' to its generation_config.json.");
        _termIds = new TokenizedTermIds(library, model.Tokenizer, EndTokens[0], _options.PromptEnd);
        _closingTokens = _options.Constrained ? [] : ClosingTokens(model.Tokenizer);
        if (NetworkWeights.CanDecode(model.Network))
        {
            var threads = _options.Threads > 0 ? _options.Threads : TorchSharp.torch.get_num_threads();
            _network = new InferenceNetwork(new NetworkWeights(model.Network), threads);
            _search = new SharedBeamSearch(_network, new PrefixCache(CacheBytes()), AvailableMemory.Read().Free / 4);
        }
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
            MaximumNewTokens = _options.Constrained ? _termIds.MaximumLength : _options.MaximumNewTokens ?? Math.Max(UsualNewTokens, _termIds.MaximumLength),
            EndTokens = EndTokens,
            ClosingTokens = _closingTokens,
            LengthPenalty = _options.LengthPenalty,
        };
        var generated = new IReadOnlyList<GeneratedTermId>[requests.Count];
        foreach (var batch in Batches([.. requests.Select(_prompt)]))
        {
            var prompts = Array.ConvertAll(batch, entry => entry.Prompt);
            ITokenConstraint[]? constraints = _options.Constrained ? Array.ConvertAll(batch, entry => _termIds.ViewFor(requests[entry.Request])) : null;
            var found = _search?.Search(prompts, constraints, settings, cancellationToken)
                ?? new BeamSearch(_model.Network, settings).SearchEach(prompts, constraints, cancellationToken);
            for (var row = 0; row < batch.Length; row++)
            {
                // Tokens can be cut in several ways to one text: the most probable stands for it.
                generated[batch[row].Request] = [.. found[row].Select(TermIdOf).DistinctBy(one => one.TermId)];
            }
        }

        return generated;
    }

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    /// <summary>All at once where texts are not padded; else texts of like length together, as many as a pass takes.</summary>
    private IEnumerable<(int Request, int[] Prompt)[]> Batches(int[][] prompts)
    {
        const int most = 8;
        var all = prompts.Select((prompt, request) => (Request: request, Prompt: prompt));
        return prompts.Length == 0 ? [] : _search is not null ? [[.. all]] : all.OrderBy(entry => entry.Prompt.Length).Chunk(most);
    }

    private GeneratedTermId TermIdOf(GeneratedSequence sequence)
    {
        var logProbability = sequence.Score * Math.Pow(sequence.Tokens.Length, _options.LengthPenalty);
        return new GeneratedTermId(
            _options.Constrained ? _termIds.TermIdOf(sequence.Tokens) : Parse(_model.Tokenizer.Decode(sequence.Tokens, skipSpecialTokens: true)),
            logProbability);
    }

    /// <summary>The tokens with which a list of terms is closed, alone (<c>]</c>) or together with what the model would write behind it (<c>]\n</c>).</summary>
    private static FrozenSet<int> ClosingTokens(Tokenizer tokenizer)
    {
        var close = (byte)TermListForm.Bracketed.Close[0];
        return Enumerable.Range(0, tokenizer.VocabularySize).Where(token => !tokenizer.IsSpecial(token) && tokenizer.BytesOf(token).Contains(close)).ToFrozenSet();
    }

    private static TermId Parse(string text)
    {
        var (start, end) = (text.IndexOf('[', StringComparison.Ordinal) + 1, text.IndexOf(']', StringComparison.Ordinal));
        var inner = end >= start ? text[start..end] : text[start..];
        return new TermId([.. inner.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
    }

    private long CacheBytes()
        => _options.CacheMebibytes is { } given ? (long)given << MebibyteBits : Math.Min(MostCacheBytes, AvailableMemory.Read().Free / 8);
}
