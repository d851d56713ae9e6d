namespace Grlm.LanguageModels;

/// <summary>The tokens in a GGUF file, by id.</summary>
/// <param name="Texts">Their texts.</param>
/// <param name="Kinds">What each is.</param>
/// <param name="Scores">Their scores; empty where there are none.</param>
internal sealed record GgufTokens(string[] Texts, GgufTokenKind[] Kinds, float[] Scores)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidInputException">There are none, or the lists are not of one length.</exception>
    public static GgufTokens Read(GgufMetadata metadata, string path)
    {
        var texts = metadata.Values.GetValueOrDefault("tokenizer.ggml.tokens") as string[] ?? [];
        var scores = metadata.Values.GetValueOrDefault("tokenizer.ggml.scores") as float[] ?? [];
        var kinds = metadata.Values.GetValueOrDefault("tokenizer.ggml.token_type") switch
        {
            int[] numbers => Array.ConvertAll(numbers, number => (GgufTokenKind)number),
            uint[] numbers => Array.ConvertAll(numbers, number => (GgufTokenKind)number),
            _ => Enumerable.Repeat(GgufTokenKind.Normal, texts.Length).ToArray(),
        };
        return texts.Length > 0 && kinds.Length == texts.Length && (scores.Length == 0 || scores.Length == texts.Length)
            ? new GgufTokens(texts, kinds, scores)
            : throw new InvalidInputException(
                $"{path}: it has {texts.Length} tokens, {kinds.Length} token types and {scores.Length} scores. {CheckpointFiles.Remedy}");
    }

    /// <summary>The ids that have a token of their own: not those that only fill the vocabulary up, nor what has come before.</summary>
    public IEnumerable<int> Ids()
    {
        var seen = new HashSet<string>(Texts.Length, StringComparer.Ordinal);
        return Enumerable.Range(0, Texts.Length).Where(id => !(Kinds[id] == GgufTokenKind.Unused && Texts[id] == $"[PAD{id}]") && seen.Add(Texts[id]));
    }
}

/// <summary>What a token of a GGUF file is, by the file's numbers.</summary>
internal enum GgufTokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
