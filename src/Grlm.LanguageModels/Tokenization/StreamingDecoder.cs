using System.Text;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Turns ids into text one by one and holds back the bytes of a character until it is whole: the parts together are what
/// <see cref="Tokenizer.Decode"/> gives at once. One for each stream; not thread-safe.
/// </summary>
/// <param name="tokenizer">Whose ids they are.</param>
/// <param name="skipSpecialTokens">Whether to leave special tokens out (default: no).</param>
public sealed class StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens = false)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _hasBegun;

    /// <summary>Returns the text that has become whole with this id; often empty inside a character of several tokens.</summary>
    public string Add(int id)
    {
        if ((skipSpecialTokens && tokenizer.IsSpecial(id)) || tokenizer.TokenOf(id) is null)
        {
            return "";
        }

        var isFirst = !_hasBegun;
        _hasBegun = true;
        return Decode(isFirst ? tokenizer.BytesAtStart(id) : tokenizer.BytesOf(id), flush: false);
    }

    /// <summary>Returns what is left at the end: U+FFFD if the last character never became whole, otherwise nothing.</summary>
    public string Finish() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var text = new char[_decoder.GetCharCount(bytes, flush)];
        return new string(text, 0, _decoder.GetChars(bytes, text, flush));
    }
}
