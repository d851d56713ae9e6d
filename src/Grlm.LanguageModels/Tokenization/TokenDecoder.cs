using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Turns tokens into the text that they stand for.</summary>
/// <param name="IsByteLevel">Whether they are written in <see cref="ByteAlphabet"/>.</param>
internal sealed record TokenDecoder(bool IsByteLevel)
{
    /// <summary>Gets what is written for what else, in order.</summary>
    public IReadOnlyList<(string Written, string Meant)> Replacements { get; init; } = [];

    /// <summary>Tells whether <c>&lt;0x0A&gt;</c> stands for a byte.</summary>
    public bool NamesBytes { get; init; }

    /// <summary>Gets how many of the spaces are dropped that a text's first token begins with.</summary>
    public int DroppedSpaces { get; init; }

    /// <summary>Returns the same with the marks of spaces undone.</summary>
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
            // A token with a character outside the alphabet stands for its own text (as the byte-level decoder of Hugging Face tokenizers
            // has it).
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

    /// <summary>Returns the bytes of the token that a text begins with.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> bytes)
    {
        var spaces = Math.Min(bytes.Length - bytes.TrimStart((byte)' ').Length, DroppedSpaces);
        return bytes[spaces..];
    }
}

/// <summary>
/// Holds the alphabet in which byte-level vocabularies are written: each of the 256 bytes is one printable character. Printable Latin-1
/// characters stand for themselves, the other 68 bytes are U+0100 and on, in order (GPT-2, Radford et al. 2019).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] _characters = Characters();
    private static readonly short[] _bytes = Bytes();

    public static char CharacterOf(byte value) => _characters[value];

    /// <summary>Returns the bytes that a token's text stands for; false if a character is no byte's.</summary>
    public static bool TryGetBytes(ReadOnlySpan<char> token, Span<byte> bytes)
    {
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] >= _bytes.Length || _bytes[token[i]] < 0)
            {
                return false;
            }

            bytes[i] = (byte)_bytes[token[i]];
        }

        return true;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] Characters()
    {
        var next = 0x100;
        return [.. Enumerable.Range(0, 256).Select(value => (char)(IsPrintable(value) ? value : next++))];
    }

    private static short[] Bytes()
    {
        var bytes = new short[_characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < _characters.Length; value++)
        {
            bytes[_characters[value]] = (short)value;
        }

        return bytes;
    }
}

/// <summary>
/// SentencePiece's way to write spaces: as a mark that belongs to the word behind it (<c>▁</c>), with one before the text too.
/// </summary>
/// <param name="Mark">The mark.</param>
/// <param name="Prefix">Where a mark is put before a text that has none.</param>
/// <param name="Cuts">Whether words end before a mark.</param>
internal sealed record Metaspace(char Mark, MetaspacePrefix Prefix, bool Cuts)
{
    /// <summary>Reads the step, as pre-tokenizer or as decoder.</summary>
    public static Metaspace Read(JsonElement step)
    {
        var mark = step.GetProperty("replacement").GetString();
        var prefix = step.TryGetProperty("prepend_scheme", out var scheme) ? scheme.GetString()
            : step.TryGetProperty("add_prefix_space", out var adds) && !adds.GetBoolean() ? "never" : "always";
        return new Metaspace(
            mark is [var only] ? only : throw new JsonException($"Metaspace writes spaces as '{mark}', which is not one character."),
            prefix switch
            {
                "always" => MetaspacePrefix.Always,
                "first" => MetaspacePrefix.First,
                "never" => MetaspacePrefix.Never,
                _ => throw new JsonException($"Metaspace has the unknown scheme '{prefix}'."),
            },
            !step.TryGetProperty("split", out var split) || split.GetBoolean());
    }

    /// <summary>Returns a piece of a text with its spaces written as marks.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isFirst">Whether the text begins with it.</param>
    public string Rewrite(string piece, bool isFirst)
    {
        var marked = piece.Replace(' ', Mark);
        return marked[0] != Mark && (Prefix == MetaspacePrefix.Always || (Prefix == MetaspacePrefix.First && isFirst))
            ? Mark + marked : marked;
    }
}

/// <summary>Says where a mark for a space is put before a text that has none.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Before every piece between added tokens.</summary>
    Always,

    /// <summary>Put where the whole text begins.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
