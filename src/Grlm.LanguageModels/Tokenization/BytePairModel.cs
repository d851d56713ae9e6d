using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Byte-level byte-pair encoding: a word is its bytes in UTF-8, in the characters of <see cref="ByteAlphabet"/>.</summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly Dictionary<string, int> _ids;
    private readonly BytePairMerges _merges;
    private readonly bool _ignoreMerges;
    private readonly int? _unknownId;
    private readonly bool _fuseUnknown;
    private readonly int?[] _byteIds;

    /// <param name="ids">The model's own vocabulary, without added tokens.</param>
    /// <param name="merges">The merges over its ids.</param>
    /// <param name="ignoreMerges">Whether a word that is a token is that token, whatever the merges make of it.</param>
    /// <param name="unknownId">What a byte becomes that has no token; null to drop it.</param>
    /// <param name="fuseUnknown">Whether neighbouring unknown bytes become one token.</param>
    public BytePairModel(Dictionary<string, int> ids, BytePairMerges merges, bool ignoreMerges, int? unknownId, bool fuseUnknown)
    {
        (_ids, _merges, _ignoreMerges, _unknownId, _fuseUnknown) = (ids, merges, ignoreMerges, unknownId, fuseUnknown);
        _byteIds = [.. Enumerable.Range(0,
            256).Select(value => ids.TryGetValue($"{ByteAlphabet.CharacterOf((byte)value)}", out var id) ? id : (int?)null)];
    }

    /// <inheritdoc/>
    protected override int[] Encode(string word, ref BytePairEncoder? encoder)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        if (_ignoreMerges && _ids.TryGetValue(string.Concat(bytes.Select(ByteAlphabet.CharacterOf)), out var whole))
        {
            return [whole];
        }

        encoder ??= new BytePairEncoder(_merges);
        var afterUnknown = false;
        foreach (var value in bytes)
        {
            var id = _byteIds[value];
            if (id is null ? _unknownId is not null && !(afterUnknown && _fuseUnknown) : true)
            {
                encoder.Add(id ?? _unknownId!.Value);
            }

            afterUnknown = id is null;
        }

        return encoder.Merge();
    }
}

/// <summary>Holds the merges of a byte-pair encoding by the two ids that they join. Immutable.</summary>
internal sealed class BytePairMerges
{
    private readonly Dictionary<long, (int Rank, int Merged)> _byPair;

    public BytePairMerges(int capacity) => _byPair = new(capacity);

    /// <summary>Adds the next merge; of two that join the same pair the later one counts, as in Hugging Face tokenizers.</summary>
    public void Add(int left, int right, int merged) => _byPair[Key(left, right)] = (Count++, merged);

    public int Count { get; private set; }

    public bool TryGet(int left, int right, out int rank, out int merged)
    {
        var found = _byPair.TryGetValue(Key(left, right), out var merge);
        (rank, merged) = merge;
        return found;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}

/// <summary>
/// Byte-pair encoding over characters, as SentencePiece's models have it (Llama 2, Gemma, Phi-3): a character without a token of its own is
/// written as its bytes, and where they have none either it is unknown.
/// </summary>
/// <param name="ids">The model's own vocabulary, without added tokens.</param>
/// <param name="merges">The merges over its ids.</param>
/// <param name="ignoreMerges">Whether a word that is a token is that token, whatever the merges make of it.</param>
/// <param name="bytes">The tokens of bytes; null where a character is not written as bytes.</param>
/// <param name="unknownId">What a character becomes that has no token; null to drop it.</param>
/// <param name="fuseUnknown">Whether neighbouring unknown characters become one token.</param>
internal sealed class CharacterPairModel(
    Dictionary<string, int> ids, BytePairMerges merges, bool ignoreMerges, ByteTokens? bytes, int? unknownId, bool fuseUnknown) : TokenModel
{
    /// <inheritdoc/>
    protected override int[] Encode(string word, ref BytePairEncoder? encoder)
    {
        if (ignoreMerges && ids.TryGetValue(word, out var whole))
        {
            return [whole];
        }

        encoder ??= new BytePairEncoder(merges);
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var afterUnknown = false;
        for (var at = 0; at < word.Length;)
        {
            var character = word.AsSpan(at, char.IsHighSurrogate(word[at]) && at + 1 < word.Length ? 2 : 1);
            at += character.Length;
            var isToken = lookup.TryGetValue(character, out var id);
            if (!isToken && bytes?.Of(character) is { } tokens)
            {
                afterUnknown = false;
                Array.ForEach(tokens, encoder.Add);
                continue;
            }

            if (isToken || (unknownId is not null && !(afterUnknown && fuseUnknown)))
            {
                encoder.Add(isToken ? id : unknownId!.Value);
            }

            afterUnknown = !isToken;
        }

        return encoder.Merge();
    }
}
