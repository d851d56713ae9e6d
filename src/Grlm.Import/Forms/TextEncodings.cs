using System.Text;

namespace Grlm.Import;

/// <summary>Encodings of text: by name, and by what a file begins with.</summary>
internal static class TextEncodings
{
    /// <summary>The encoding of a name: <c>latin-1</c>, <c>windows-1252</c>, <c>utf-16</c>, <c>shift_jis</c>; bytes that are none of its characters are an error.</summary>
    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static Encoding Named(string name)
    {
        var known = name.Trim().ToLowerInvariant() switch
        {
            "latin-1" or "latin1" or "iso8859-1" => "iso-8859-1",
            "cp1252" or "ansi" => "windows-1252",
            "utf8" => "utf-8",
            var other => other,
        };
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOptionsException($"There is no encoding '{name}'. Take utf-8, utf-16, latin-1, windows-1252, shift_jis, gb18030 or another of IANA's names.", e);
        }
    }

    /// <summary>The encoding that a file certainly has by its first bytes; null where they say nothing, which is UTF-8 until a line proves otherwise.</summary>
    public static Encoding? Recognize(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Strict("utf-32"),
        [0, 0, 0xFE, 0xFF, ..] => Strict("utf-32BE"),
        [0xFF, 0xFE, ..] => Strict("utf-16"),
        [0xFE, 0xFF, ..] => Strict("utf-16BE"),

        // Without a mark: two ASCII characters, each beside a zero byte.
        [> 0, 0, > 0, 0, ..] => Strict("utf-16"),
        [0, > 0, 0, > 0, ..] => Strict("utf-16BE"),
        _ => null,
    };

    /// <summary>Whether this is the encoding that everything here is read as.</summary>
    public static bool IsUtf8(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage;

    /// <summary>The same encoding, which gives a mark for bytes that are none of its characters: for a look at a text that may be cut anywhere.</summary>
    public static Encoding Lenient(Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient;
    }

    private static Encoding Strict(string name) => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
