using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// Represents the tokenizer of a language model: byte-pair encoding over bytes or characters, or a unigram model, as the model's
/// <c>tokenizer.json</c> describes it, with the same ids as Hugging Face tokenizers. Immutable; safe to use from many threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerDefinition _definition;
    private readonly AddedTokenSplitter _inText;
    private readonly AddedTokenSplitter _inNormalizedText;

    private Tokenizer(TokenizerDefinition definition, TokenizerConfig config, string folder)
    {
        _definition = definition;
        _inText = new AddedTokenSplitter(
            [.. definition.AddedTokens.Where(token => !token.Normalized).Select(token => (token.Content, token))]);
        _inNormalizedText = new AddedTokenSplitter(
            [.. definition.AddedTokens.Where(token => token.Normalized).Select(token => (Normalize(token.Content), token))]);
        BosTokenId = IdOf("bos_token");
        EosTokenId = IdOf("eos_token");
        PadTokenId = IdOf("pad_token");
        UnkTokenId = IdOf("unk_token");

        int? IdOf(string role)
            => !config.SpecialTokens.TryGetValue(role, out var token) ? null
                : definition.Vocabulary.TryGetId(token, out var id) ? id
                : throw new InvalidInputException(
                    $"{folder}: tokenizer_config.json has the {role} '{token}', which tokenizer.json does not know.");
    }

    /// <summary>Gets the highest id and one. A model's output may be wider, to a round number; those ids are no tokens.</summary>
    public int VocabularySize => _definition.Vocabulary.Size;

    /// <summary>Gets the token that begins a text, if <c>tokenizer_config.json</c> names one.</summary>
    public int? BosTokenId { get; }

    /// <summary>Gets the token that ends a text or a turn, if <c>tokenizer_config.json</c> names one.</summary>
    public int? EosTokenId { get; }

    /// <summary>Gets the token that fills a batch up, if <c>tokenizer_config.json</c> names one.</summary>
    public int? PadTokenId { get; }

    /// <summary>Gets the token for what has none, if <c>tokenizer_config.json</c> names one.</summary>
    public int? UnkTokenId { get; }

    /// <summary>Gets the SHA-256 of <c>tokenizer.json</c>, lower-case hexadecimal: equal fingerprints give equal ids.</summary>
    public string Fingerprint => _definition.Fingerprint;

    /// <summary>Loads a tokenizer.</summary>
    /// <param name="path">
    /// A model's folder, its <c>tokenizer.json</c> (<c>tokenizer_config.json</c> beside it says which special token is which), or a GGUF
    /// file, whose metadata stand in for the files that are not beside it.
    /// </param>
    /// <exception cref="MissingPrerequisiteException">There is no tokenizer.</exception>
    /// <exception cref="InvalidInputException">A file is damaged, or describes what is not known here.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var texts = ModelTexts.Of(path);
        return new Tokenizer(TokenizerFile.Read(texts), TokenizerConfig.Load(texts), texts.Folder);
    }

    /// <summary>Cuts lines into tokens, each for itself, so that a line is the same tokens wherever it stands.</summary>
    /// <param name="text">Lines, the break of each behind it.</param>
    public int[] EncodeLines(string text) => [.. text.Split('\n').SkipLast(1).SelectMany(line => Encode(line + "\n"))];

    /// <summary>
    /// Returns the ids of a text. Added tokens such as <c>&lt;|im_end|&gt;</c> in it are recognised; an unpaired surrogate counts as
    /// U+FFFD.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether to add what the file's post-processor puts around a text (default: no).</param>
    /// <exception cref="InvalidInputException">The file's pattern ran out of time on this text.</exception>
    public int[] Encode(ReadOnlySpan<char> text, bool addSpecialTokens = false)
    {
        var ids = new List<int>(text.Length / 2);
        ids.AddRange(addSpecialTokens ? _definition.Prefix : []);
        BytePairEncoder? encoder = null;
        var isFirst = true;
        foreach (var (piece, token) in _inText.Split(WellFormed(text)))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                isFirst = false;
                continue;
            }

            foreach (var (normalized, normalizedToken) in _inNormalizedText.Split(Normalize(piece)))
            {
                if (normalizedToken is not null)
                {
                    ids.Add(normalizedToken.Id);
                    isFirst = false;
                    continue;
                }

                _definition.PreTokenization.ForEachWord(normalized, word => _definition.Model.Encode(word, ref encoder, ids), isFirst);
                isFirst = false;
            }
        }

        ids.AddRange(addSpecialTokens ? _definition.Suffix : []);
        return [.. ids];
    }

    /// <summary>Returns the text of ids. Bytes that are no UTF-8 become U+FFFD, ids that are no token nothing.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether to leave special tokens out (default: no).</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var bytes = new List<byte>(ids.Length * 4);
        var isFirst = true;
        foreach (var id in ids)
        {
            if ((!skipSpecialTokens || !IsSpecial(id)) && TokenOf(id) is not null)
            {
                bytes.AddRange(isFirst ? BytesAtStart(id) : BytesOf(id));
                isFirst = false;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Finds a token by its text as the file writes it: <c>Ġthe</c> is " the".</summary>
    public bool TryGetId(string token, out int id) => _definition.Vocabulary.TryGetId(token, out id);

    /// <summary>Returns a token's text as the file writes it; null if the id is no token's.</summary>
    public string? TokenOf(int id) => _definition.Vocabulary.TextOf(id);

    /// <summary>
    /// Returns the bytes that a token adds to the text, not necessarily whole UTF-8 characters; none if the id is no token's.
    /// </summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _definition.Vocabulary.BytesOf(id);

    /// <summary>
    /// Returns the bytes that a token adds to a text that begins with it: without the space that the tokenizer puts before a text.
    /// </summary>
    internal ReadOnlySpan<byte> BytesAtStart(int id) => _definition.Decoder.AtStart(BytesOf(id));

    /// <summary>Tells whether an id is a special token's, which steers the model rather than being text.</summary>
    public bool IsSpecial(int id) => _definition.Vocabulary.IsSpecial(id);

    private string Normalize(string text)
    {
        foreach (var normalize in _definition.Normalizers)
        {
            text = normalize(text);
        }

        return text;
    }

    private static string WellFormed(ReadOnlySpan<char> text)
        => text.ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())) : text.ToString();
}
