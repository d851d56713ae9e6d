using System.Buffers;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>What tokens stand for in the text.</summary>
/// <param name="IsByteLevel">Whether they are written in <see cref="ByteAlphabet"/>.</param>
internal sealed record TokenDecoder(bool IsByteLevel)
{
    /// <summary>What is written for what else, in order.</summary>
    public IReadOnlyList<(string Written, string Meant)> Replacements { get; init; } = [];

    /// <summary>Whether <c>&lt;0x0A&gt;</c> stands for a byte.</summary>
    public bool NamesBytes { get; init; }

    /// <summary>How many of the spaces are dropped that a text's first token begins with.</summary>
    public int DroppedSpaces { get; init; }

    /// <summary>The same with the marks of spaces undone.</summary>
    public TokenDecoder With(Metaspace step) => this with
    {
        Replacements = [.. Replacements, (step.Mark.ToString(), " ")],
        DroppedSpaces = step.Prefix == MetaspacePrefix.Never ? 0 : int.MaxValue,
    };

    /// <summary>Writes the bytes that a token stands for.</summary>
    public void Write(string token, IBufferWriter<byte> bytes)
    {
        if (IsByteLevel)
        {
            // A token with a character outside the alphabet stands for its own text (as the byte-level decoder of Hugging Face tokenizers has it).
            var span = bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(token.Length));
            bytes.Advance(ByteAlphabet.TryGetBytes(token, span) ? token.Length : Encoding.UTF8.GetBytes(token, span));
            return;
        }

        if (NamesBytes && ByteTokens.TryRead(token, out var value))
        {
            bytes.Write([value]);
            return;
        }

        foreach (var (written, meant) in Replacements)
        {
            token = token.Replace(written, meant, StringComparison.Ordinal);
        }

        Encoding.UTF8.GetBytes(token, bytes);
    }

    /// <summary>The bytes of the token that a text begins with.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> bytes)
    {
        var spaces = Math.Min(bytes.Length - bytes.TrimStart((byte)' ').Length, DroppedSpaces);
        return bytes[spaces..];
    }
}
