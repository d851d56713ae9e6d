namespace Grlm.LanguageModels;

/// <summary>
/// The alphabet in which byte-level vocabularies are written: each of the 256 bytes is one printable character. Printable Latin-1 characters
/// stand for themselves, the other 68 bytes are U+0100 and on, in order (GPT-2, Radford et al. 2019).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] _characters = Characters();
    private static readonly short[] _bytes = Bytes();

    public static char CharacterOf(byte value) => _characters[value];

    /// <summary>The bytes that a token's text stands for; false if a character is no byte's.</summary>
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
