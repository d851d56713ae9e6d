using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.Providers;

/// <summary>
/// BERT's tokenizer as a <c>tokenizer.json</c> describes it: words are split from the left into the longest pieces of the vocabulary
/// (WordPiece). The library's own needs Unicode normalisation of the system, which is off under invariant globalisation. Immutable and
/// thread-safe.
/// </summary>
internal sealed class WordPieceTokenizer
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _pieces;
    private readonly Dictionary<string, int> _added;
    private readonly Regex? _addedPattern;
    private readonly BertText _text;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly int _unknown;
    private readonly string _prefix;
    private readonly int _longestWord;

    private WordPieceTokenizer(JsonElement root)
    {
        var model = root.GetProperty("model");
        _vocabulary = model.GetProperty("vocab").Deserialize<Dictionary<string, int>>()!;
        _pieces = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _unknown = _vocabulary[model.GetProperty("unk_token").GetString()!];
        _prefix = model.GetProperty("continuing_subword_prefix").GetString()!;
        _longestWord = model.GetProperty("max_input_chars_per_word").GetInt32();
        _added = root.GetProperty("added_tokens").EnumerateArray().ToDictionary(
            token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32());
        _addedPattern = _added.Count == 0 ? null
            : new Regex($"({string.Join('|', _added.Keys.OrderByDescending(text => text.Length).Select(Regex.Escape))})",
                RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        _text = ReadNormalizer(root.GetProperty("normalizer"));
        (_before, _after) = ReadTemplate(root.GetProperty("post_processor"));
    }

    /// <summary>Number of the token that fills a batch up.</summary>
    public int Padding => _added.GetValueOrDefault("[PAD]");

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidInputException">It is not one, or of another kind.</exception>
    public static WordPieceTokenizer Read(string file)
    {
        using var document = ModelJson.Read(file);
        try
        {
            var root = document.RootElement;
            var kind = root.GetProperty("model").GetProperty("type").GetString();
            return kind == "WordPiece"
                ? new WordPieceTokenizer(root)
                : throw new InvalidInputException(
                    $"{file}: tokenizers of kind '{kind}' are not read here, WordPiece is. Choose another model.");
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw ModelJson.Unsound(file, error.Message, error);
        }
    }

    /// <summary>Returns the tokens of a text with the special ones around them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maximumLength">How many there may be; the text is cut for it.</param>
    public int[] Encode(string text, int maximumLength)
    {
        var tokens = new List<int>(_before);
        var end = Math.Max(maximumLength - _after.Length, tokens.Count);
        foreach (var part in _addedPattern?.Split(text) ?? [text])
        {
            if (_added.TryGetValue(part, out var token))
            {
                tokens.Add(token);
                continue;
            }

            foreach (var word in _text.Words(part))
            {
                AddPieces(word, tokens);
                if (tokens.Count >= end)
                {
                    break;
                }
            }
        }

        return [.. tokens.Take(end), .. _after];
    }

    private void AddPieces(string word, List<int> tokens)
    {
        if (word.EnumerateRunes().Count() > _longestWord)
        {
            tokens.Add(_unknown);
            return;
        }

        var first = tokens.Count;
        var prefixed = _prefix + word;
        for (var start = 0; start < word.Length;)
        {
            // Pieces inside a word are written with the prefix.
            var from = start == 0 ? word : prefixed.Remove(_prefix.Length, start);
            var shortest = start == 0 ? 0 : _prefix.Length;
            var (length, token) = (from.Length, _unknown);
            while (length > shortest && !_pieces.TryGetValue(from.AsSpan(0, length), out token))
            {
                length--;
            }

            if (length == shortest)
            {
                tokens.RemoveRange(first, tokens.Count - first);
                tokens.Add(_unknown);
                return;
            }

            tokens.Add(token);
            start += length - shortest;
        }
    }

    private static BertText ReadNormalizer(JsonElement normalizer)
    {
        if (normalizer.GetProperty("type").GetString() is not "BertNormalizer" and var type)
        {
            throw new FormatException($"a normaliser of kind '{type}' is not supported, BertNormalizer is");
        }

        var lowercase = normalizer.GetProperty("lowercase").GetBoolean();
        var accents = normalizer.GetProperty("strip_accents");
        return new BertText(
            normalizer.GetProperty("clean_text").GetBoolean(),
            normalizer.GetProperty("handle_chinese_chars").GetBoolean(),
            accents.ValueKind == JsonValueKind.Null ? lowercase : accents.GetBoolean(),
            lowercase);
    }

    private static (int[] Before, int[] After) ReadTemplate(JsonElement processor)
    {
        if (processor.GetProperty("type").GetString() is not "TemplateProcessing" and var type)
        {
            throw new FormatException($"a post-processor of kind '{type}' is not supported, TemplateProcessing is");
        }

        var specials = processor.GetProperty("special_tokens");
        var (before, after, seen) = (new List<int>(), new List<int>(), false);
        foreach (var part in processor.GetProperty("single").EnumerateArray())
        {
            if (part.TryGetProperty("SpecialToken", out var special))
            {
                var ids = specials.GetProperty(special.GetProperty("id").GetString()!).GetProperty("ids").EnumerateArray()
                    .Select(id => id.GetInt32());
                (seen ? after : before).AddRange(ids);
            }
            else
            {
                seen = true;
            }
        }

        return ([.. before], [.. after]);
    }
}
