using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// SentencePiece's table of normal forms: a trie of what is replaced, as a double array (Yata et al., darts-clone), and the texts that
/// replace it. A table of a few hundred kilobytes comes from the model's file; nothing in it is trusted.
/// </summary>
internal sealed class PrecompiledMap
{
    /// <summary>Holds a grapheme of so many bytes is looked up character by character, as Hugging Face tokenizers do.</summary>
    private const int LongGrapheme = 6;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    private PrecompiledMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidInputException">Its lengths do not add up.</exception>
    public static PrecompiledMap Read(string file, byte[] table)
    {
        var size = table.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(table) : 0;
        if (size == 0 || size % sizeof(uint) != 0 || size > table.Length - sizeof(uint))
        {
            throw new InvalidInputException($"{file}: the normalizer's table of {table.Length} bytes is damaged. Fetch it again.");
        }

        var units = new uint[size / sizeof(uint)];
        for (var unit = 0; unit < units.Length; unit++)
        {
            units[unit] = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan((unit + 1) * sizeof(uint)));
        }

        return new PrecompiledMap(units, table[(sizeof(uint) + (int)size)..]);
    }

    /// <summary>Returns the normal form of a text.</summary>
    public string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, start);
            var grapheme = text.AsSpan(start, length);
            start += length;
            if (Encoding.UTF8.GetByteCount(grapheme) < LongGrapheme && Find(grapheme) is { } whole)
            {
                normal.Append(whole);
                continue;
            }

            foreach (var rune in grapheme.EnumerateRunes())
            {
                var character = rune.ToString();
                normal.Append(Find(character) ?? character);
            }
        }

        return normal.ToString();
    }

    /// <summary>Returns what the shortest beginning of a text that has a replacement is replaced by; null where there is none.</summary>
    private string? Find(ReadOnlySpan<char> text)
    {
        var node = Offset(_units[0]);
        foreach (var value in Encoding.UTF8.GetBytes(text.ToString()))
        {
            node ^= value;
            if (value == 0 || node >= _units.Length || (_units[node] & 0x8000_00FF) != value)
            {
                return null;
            }

            var unit = _units[node];
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 1)
            {
                return node < _units.Length ? TextAt(_units[node] & 0x7FFF_FFFF) : null;
            }
        }

        return null;
    }

    private string TextAt(uint place)
    {
        var rest = place < _texts.Length ? _texts.AsSpan((int)place) : [];
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);
}
