namespace Grlm.LanguageModels;

/// <summary>What a <c>tokenizer.json</c> says, checked.</summary>
internal sealed record TokenizerDefinition
{
    public required Vocabulary Vocabulary { get; init; }

    public required TokenModel Model { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>In the order in which they apply.</summary>
    public required IReadOnlyList<Func<string, string>> Normalizers { get; init; }

    public required PreTokenization PreTokenization { get; init; }

    public required TokenDecoder Decoder { get; init; }

    /// <summary>Special tokens before a text.</summary>
    public required IReadOnlyList<int> Prefix { get; init; }

    /// <summary>Special tokens after a text.</summary>
    public required IReadOnlyList<int> Suffix { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Fingerprint { get; init; }
}
