namespace Grlm.LanguageModels;

/// <summary>
/// Byte-pair encoding over characters, as SentencePiece's models have it (Llama 2, Gemma, Phi-3): a character without a token of its own is written as its
/// bytes, and where they have none either it is unknown.
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
