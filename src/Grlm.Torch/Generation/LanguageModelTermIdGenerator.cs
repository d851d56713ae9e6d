namespace Grlm.Torch;

internal sealed class LanguageModelTermIdGenerator : ITermIdGenerator, IDisposable
{
    private readonly LanguageModel _model;
    private readonly Func<GenerationRequest, int[]> _prompt;
    private readonly Dictionary<string, TermId> _termIds;
    private readonly TokenTrie _trie;
    private readonly int _longest;

    public LanguageModelTermIdGenerator(LanguageModel model, TermLibrary library, Func<GenerationRequest, int[]> prompt)
    {
        (_model, _prompt) = (model, prompt);
        var end = model.GenerationDefaults.EndTokens[0];
        TermId[] all = [.. Enumerable.Range(0, library.ItemCount).Select(library.TermIdOf).OfType<TermId>().Distinct()];
        int[][] sequences = [.. all.Select(termId => (int[])[.. model.Tokenizer.Encode(termId.ToString()), end])];
        _termIds = all.Zip(sequences).ToDictionary(pair => string.Join(',', pair.Second), pair => pair.First, StringComparer.Ordinal);
        _trie = new TokenTrie(sequences);
        _longest = sequences.Max(sequence => sequence.Length);
    }

    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(IReadOnlyList<GenerationRequest> requests, int beams)
    {
        var settings = new BeamSearchSettings { Beams = beams, MaximumNewTokens = _longest, EndTokens = _model.GenerationDefaults.EndTokens, LengthPenalty = 0 };
        return [.. requests.Select(request => (IReadOnlyList<GeneratedTermId>)
            [.. new BeamSearch(_model.Network, settings).Search([_prompt(request)], _trie, CancellationToken.None)[0]
                .Select(sequence => new GeneratedTermId(_termIds[string.Join(',', sequence.Tokens)], sequence.Score))])];
    }

    public void Dispose()
    {
    }
}
