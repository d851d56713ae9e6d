using System.Security.Cryptography;
using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>
/// Reads a <c>tokenizer.json</c> of Hugging Face tokenizers: byte-pair encoding over bytes or characters, or a unigram model.
/// </summary>
internal static class TokenizerFile
{
    /// <summary>
    /// Holds an id may lie this far beyond the number of tokens: some files leave holes, a damaged one must not cost gigabytes.
    /// </summary>
    private const int MostHoles = 1 << 16;

    /// <exception cref="MissingPrerequisiteException">The file isn't there.</exception>
    /// <exception cref="InvalidInputException">The file isn't such a tokenizer, or says something that is not known here.</exception>
    public static TokenizerDefinition Read(ModelTexts texts)
    {
        var (file, bytes) = (texts.TokenizerPath, texts.ReadTokenizer());
        try
        {
            return Read(file, bytes);
        }
        catch (Exception exception) when (ModelTextFile.IsMalformedJson(exception))
        {
            throw new InvalidInputException($"{file} has no tokenizer that can be read: {exception.Message} Fetch it again.", exception);
        }
    }

    private static TokenizerDefinition Read(string file, byte[] bytes)
    {
        var sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        TokenModelReader? model = null;
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "model")
            {
                model = new TokenModelReader(file);
                model.Read(ref reader);
            }
            else
            {
                using var section = JsonDocument.ParseValue(ref reader);
                sections[name] = section.RootElement.Clone();
            }
        }

        return Build(file, sections, model ?? throw new JsonException("It has no model."),
            Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static TokenizerDefinition Build(
        string file, Dictionary<string, JsonElement> sections, TokenModelReader model, string fingerprint)
    {
        var preTokenization = TokenizerSteps.ReadPreTokenization(file, Section("pre_tokenizer"));
        var decoder = TokenizerSteps.ReadDecoder(file, Section("decoder"), preTokenization.IsByteLevel);
        var tokenModel = model.Build(preTokenization.IsByteLevel);
        var added = sections.TryGetValue("added_tokens", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(ReadAddedToken).ToList()
            : [];
        var vocabulary = BuildVocabulary(file, model.Ids, added, decoder);
        var (prefix, suffix) = TokenizerSteps.ReadPostProcessor(file, Section("post_processor"), vocabulary);
        return new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            Model = tokenModel,
            AddedTokens = added,
            Normalizers = TextNormalizers.Read(file, Section("normalizer")),
            PreTokenization = preTokenization,
            Decoder = decoder,
            Prefix = prefix,
            Suffix = suffix,
            Fingerprint = fingerprint,
        };

        JsonElement Section(string name) => sections.GetValueOrDefault(name);
    }

    private static AddedToken ReadAddedToken(JsonElement token)
    {
        return new AddedToken(
            token.GetProperty("id").GetInt32(),
            token.GetProperty("content").GetString() ?? throw new JsonException("An added token has no content."),
            Flag("special"), Flag("normalized"), Flag("lstrip"), Flag("rstrip"), Flag("single_word"));

        bool Flag(string name) => token.TryGetProperty(name, out var flag) && flag.GetBoolean();
    }

    private static Vocabulary BuildVocabulary(string file, Dictionary<string, int> modelIds, List<AddedToken> added, TokenDecoder decoder)
    {
        var ids = new Dictionary<string, int>(modelIds, StringComparer.Ordinal);
        foreach (var token in added)
        {
            if (!ids.TryAdd(token.Content, token.Id) && ids[token.Content] != token.Id)
            {
                throw new InvalidInputException(
                    $"{file}: the token '{token.Content}' has two ids, {ids[token.Content]} and {token.Id}. Fetch it again.");
            }
        }

        var taken = new HashSet<int>(ids.Count);
        foreach (var (token, id) in ids)
        {
            if (id < 0 || id > ids.Count + MostHoles || !taken.Add(id))
            {
                throw new InvalidInputException(
                    $"{file}: the id {id} of the token '{token}' is another's too or out of range. Fetch it again.");
            }
        }

        return new Vocabulary(ids, added.Where(token => token.Special).Select(token => token.Id), decoder);
    }
}

/// <summary>Holds what a <c>tokenizer.json</c> says, checked.</summary>
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
