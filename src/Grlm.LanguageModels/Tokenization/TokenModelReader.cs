using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Reads the section <c>model</c> without building a document of it: it is nearly all of the file.</summary>
internal sealed class TokenModelReader(string file)
{
    private const int LongestPair = 1 << 16;

    private readonly List<string> _unknownOptions = [];
    private BytePairMerges? _merges;
    private bool _ignoreMerges, _fuseUnknown;
    private bool _bytesForUnknown, _isUnigram;
    private string? _unknownToken;
    private int? _unknownId;
    private double[]? _scores;

    /// <summary>Token to id, as the file has it.</summary>
    public Dictionary<string, int> Ids { get; private set; } = [];

    /// <param name="reader">Stands at the section's first token; afterwards at its last.</param>
    public void Read(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        var mergesReader = reader;
        var hasMerges = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "vocab":
                    ReadVocabulary(ref reader);
                    break;
                case "merges":
                    // The vocabulary that they refer to may come after them.
                    mergesReader = reader;
                    hasMerges = true;
                    reader.Skip();
                    break;
                default:
                    ReadOption(name, ref reader);
                    break;
            }
        }

        if (hasMerges)
        {
            ReadMerges(ref mergesReader);
        }
    }

    /// <summary>Returns the model.</summary>
    /// <param name="isByteLevel">Whether the pre-tokenizer gives it words as bytes.</param>
    /// <exception cref="InvalidInputException">The model is of a kind that is not known here.</exception>
    public TokenModel Build(bool isByteLevel)
    {
        if (isByteLevel && (_isUnigram || _bytesForUnknown))
        {
            _unknownOptions.Add(_isUnigram
                ? "type \"Unigram\" behind a pre-tokenizer of bytes" : "byte_fallback behind a pre-tokenizer of bytes");
        }

        if (_unknownOptions.Count > 0)
        {
            throw new InvalidInputException(
                $"{file}: the model has {string.Join(", ", _unknownOptions)}; " +
                    $"BPE over bytes or characters and Unigram without it are known here.");
        }

        var bytes = _bytesForUnknown ? new ByteTokens(Ids) : null;
        return _isUnigram ? BuildUnigram(bytes) : BuildBytePairs(isByteLevel, bytes);
    }

    private UnigramModel BuildUnigram(ByteTokens? bytes)
        => _scores is not { Length: > 0 } scores
            ? throw new JsonException("The Unigram model's vocabulary is not a list of pieces with scores.")
            : _unknownId is { } unknown && (uint)unknown < (uint)scores.Length ? new UnigramModel(Ids, scores, unknown, bytes)
            : throw new JsonException(
                $"The Unigram model's unk_id is {_unknownId?.ToString(CultureInfo.InvariantCulture) ?? "not there"}, and " +
                    $"it has {scores.Length} pieces.");

    private TokenModel BuildBytePairs(bool isByteLevel, ByteTokens? bytes)
    {
        var unknownId = _unknownToken is null ? (int?)null
            : Ids.TryGetValue(_unknownToken, out var id) ? id
            : throw new InvalidInputException($"{file}: the unknown token '{_unknownToken}' is not in the vocabulary. Fetch it again.");
        var merges = _merges ?? throw new JsonException("The model has no merges.");
        return isByteLevel
            ? new BytePairModel(Ids, merges, _ignoreMerges, unknownId, _fuseUnknown)
            : new CharacterPairModel(Ids, merges, _ignoreMerges, bytes, unknownId, _fuseUnknown);
    }

    private void ReadOption(string name, ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var value = document.RootElement;
        var known = name switch
        {
            "type" => value.ValueEquals("BPE") || value.ValueEquals("Unigram"),
            "dropout" => value.ValueKind == JsonValueKind.Null || value.GetDouble() == 0,
            "continuing_subword_prefix" or "end_of_word_suffix" => string.IsNullOrEmpty(value.GetString()),
            _ => true,
        };
        if (!known)
        {
            _unknownOptions.Add($"{name} {value.GetRawText()}");
        }

        _isUnigram |= name == "type" && value.ValueEquals("Unigram");
        _bytesForUnknown |= name == "byte_fallback" && value.GetBoolean();
        _unknownId = name == "unk_id" && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : _unknownId;
        _ignoreMerges |= name == "ignore_merges" && value.GetBoolean();
        _fuseUnknown |= name == "fuse_unk" && value.GetBoolean();
        _unknownToken = name == "unk_token" ? value.GetString() : _unknownToken;
    }

    private void ReadVocabulary(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadPieces(ref reader);
            return;
        }

        Expect(ref reader, JsonTokenType.StartObject);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var token = reader.GetString()!;
            reader.Read();
            if (!ids.TryAdd(token, reader.GetInt32()))
            {
                throw new JsonException($"The token '{token}' stands twice in the vocabulary.");
            }
        }

        Ids = ids;
    }

    /// <summary>Reads ["piece", score] by id.</summary>
    private void ReadPieces(ref Utf8JsonReader reader)
    {
        var (ids, scores) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<double>());
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.StartArray);
            reader.Read();
            Expect(ref reader, JsonTokenType.String);
            var piece = reader.GetString()!;
            reader.Read();
            var score = reader.GetDouble();
            reader.Read();
            Expect(ref reader, JsonTokenType.EndArray);
            if (!ids.TryAdd(piece, scores.Count) || double.IsNaN(score))
            {
                throw new JsonException($"The piece '{piece}' stands twice in the vocabulary, or has no score.");
            }

            scores.Add(score);
        }

        (Ids, _scores) = (ids, [.. scores]);
    }

    private void ReadMerges(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        _merges = new BytePairMerges(Ids.Count);
        Span<char> pair = new char[LongestPair];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var left = ReadPair(ref reader, pair, out var length);
            AddMerge(pair[..length], left);
        }
    }

    /// <summary>Reads "a b" or ["a", "b"] as the two halves one after the other; returns the length of the first.</summary>
    private static int ReadPair(ref Utf8JsonReader reader, Span<char> pair, out int length)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            var first = ReadHalf(ref reader, pair);
            length = first + ReadHalf(ref reader, pair[first..]);
            reader.Read();
            Expect(ref reader, JsonTokenType.EndArray);
            return first;
        }

        var whole = CopyString(ref reader, pair);
        var space = pair[..whole].IndexOf(' ');
        if (space < 0 || pair[(space + 1)..whole].Contains(' '))
        {
            throw new JsonException($"The merge '{pair[..whole]}' is not two tokens with a space between.");
        }

        pair[(space + 1)..whole].CopyTo(pair[space..]);
        length = whole - 1;
        return space;
    }

    private static int ReadHalf(ref Utf8JsonReader reader, Span<char> half)
    {
        reader.Read();
        return CopyString(ref reader, half);
    }

    private static int CopyString(ref Utf8JsonReader reader, Span<char> text)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.ValueSpan.Length <= text.Length
            ? reader.CopyString(text)
            : throw new JsonException($"A merge is longer than {LongestPair} characters.");
    }

    private void AddMerge(ReadOnlySpan<char> merged, int left)
    {
        var ids = Ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!ids.TryGetValue(merged[..left], out var leftId) || !ids.TryGetValue(merged[left..], out var rightId)
            || !ids.TryGetValue(merged, out var mergedId))
        {
            throw new JsonException(
                $"Merge {_merges!.Count + 1}, '{merged[..left]}' with '{merged[left..]}', names or makes a token that is " +
                    $"not in the vocabulary.");
        }

        _merges!.Add(leftId, rightId, mergedId);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (reader.TokenType != kind)
        {
            throw new JsonException($"There is a {reader.TokenType} at byte {reader.TokenStartIndex} where a {kind} belongs.");
        }
    }
}

/// <summary>
/// Represents the tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of a vocabulary, which stand for bytes that no other token covers.
/// </summary>
/// <param name="ids">The vocabulary.</param>
internal sealed class ByteTokens(Dictionary<string, int> ids)
{
    private readonly int?[] _ids =
        [.. Enumerable.Range(0, 256).Select(
            value => ids.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), out var id) ? id : (int?)null)];

    /// <summary>Returns the tokens of a text's bytes in UTF-8; null if one of them has none.</summary>
    public int[]? Of(ReadOnlySpan<char> text)
    {
        var tokens = Array.ConvertAll(Encoding.UTF8.GetBytes(text.ToString()), value => _ids[value]);
        return Array.TrueForAll(tokens, token => token is not null) ? Array.ConvertAll(tokens, token => token!.Value) : null;
    }

    /// <summary>Tells whether a token is a byte's, and which.</summary>
    public static bool TryRead(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>Makes ids of words. Safe to share between threads; remembers the words that it has seen.</summary>
internal abstract class TokenModel
{
    /// <summary>Natural text repeats itself: these many words cover nearly all of it, and bound the memory to a few megabytes.</summary>
    private const int RememberedWords = 1 << 15, LongestRememberedWord = 48;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _wordLookup;
    private int _remembered;

    protected TokenModel() => _wordLookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Appends the ids of one word.</summary>
    /// <param name="word">Well-formed UTF-16, as the pre-tokenizer leaves it.</param>
    /// <param name="encoder">Working memory of this thread; made on first need.</param>
    /// <param name="ids">Takes the ids.</param>
    public void Encode(ReadOnlySpan<char> word, ref BytePairEncoder? encoder, List<int> ids)
    {
        if (_wordLookup.TryGetValue(word, out var known))
        {
            ids.AddRange(known);
            return;
        }

        var encoded = Encode(word.ToString(), ref encoder);
        ids.AddRange(encoded);
        if (word.Length <= LongestRememberedWord && Volatile.Read(ref _remembered) < RememberedWords
            && _words.TryAdd(word.ToString(), encoded))
        {
            Interlocked.Increment(ref _remembered);
        }
    }

    /// <summary>Returns the ids of one word.</summary>
    protected abstract int[] Encode(string word, ref BytePairEncoder? encoder);
}
