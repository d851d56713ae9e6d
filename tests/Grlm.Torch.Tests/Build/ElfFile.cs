using System.Text;

namespace Grlm.Torch.Tests;

/// <summary>Writes the smallest ELF-64 library with versioned dynamic symbols, so that each field's place is known.</summary>
internal sealed class ElfFile
{
    public const int HeaderSize = 64;
    public const int SymbolSize = 24;

    private readonly List<byte> _strings = [0];
    private readonly List<byte> _symbols = [.. new byte[SymbolSize]];
    private readonly List<byte> _symbolVersions = [0, 0];
    private readonly List<byte> _versionNeeds = [];
    private readonly List<byte> _relocations = [];

    /// <summary>Required versions get the indices 2, 3, … in this order.</summary>
    public static byte[] Create(IReadOnlyList<string> versions, params IReadOnlyList<ElfSymbol> symbols)
        => new ElfFile().Build(versions, symbols);

    private byte[] Build(IReadOnlyList<string> versions, IReadOnlyList<ElfSymbol> symbols)
    {
        AddVersions(versions);
        for (int i = 0; i < symbols.Count; i++)
            AddSymbol(symbols[i], index: i + 1);

        // In file order: header, five sections, section table.
        (uint Type, List<byte> Content, uint Link)[] sections =
        [
            (11, _symbols, 2),
            (3, _strings, 0),
            (0x6FFFFFFF, _symbolVersions, 1),
            (0x6FFFFFFE, _versionNeeds, 2),
            (4, _relocations, 1),
        ];
        var file = new List<byte>(new byte[HeaderSize]);
        var table = new List<byte>(new byte[HeaderSize]);
        foreach ((uint type, List<byte> content, uint link) in sections)
        {
            table.AddRange(
                [.. UInt32(0), .. UInt32(type), .. UInt64(0), .. UInt64(0), .. UInt64((ulong)file.Count), .. UInt64((ulong)content.Count)]);
            table.AddRange([.. UInt32(link), .. UInt32(0), .. UInt64(8), .. UInt64(0)]);
            file.AddRange(content);
        }

        byte[] image = [.. file, .. table];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(image, 0);
        UInt64((ulong)file.Count).CopyTo(image, 0x28);
        UInt16(64).CopyTo(image, 0x3A);
        UInt16((ushort)(sections.Length + 1)).CopyTo(image, 0x3C);
        return image;
    }

    private void AddVersions(IReadOnlyList<string> versions)
    {
        _versionNeeds.AddRange(
            [.. UInt16(1), .. UInt16((ushort)versions.Count), .. UInt32(AddString("libstdc++.so.6")), .. UInt32(16), .. UInt32(0)]);
        for (int i = 0; i < versions.Count; i++)
        {
            uint next = i == versions.Count - 1 ? 0u : 16u;
            _versionNeeds.AddRange(
                [.. UInt32(0), .. UInt16(0), .. UInt16((ushort)(i + 2)), .. UInt32(AddString(versions[i])), .. UInt32(next)]);
        }
    }

    private void AddSymbol(ElfSymbol symbol, int index)
    {
        const byte globalFunction = (1 << 4) | 2;
        ushort section = symbol.Defined ? (ushort)1 : (ushort)0;
        _symbols.AddRange([.. UInt32(AddString(symbol.Name)), globalFunction, 0, .. UInt16(section), .. UInt64(0), .. UInt64(0)]);
        _symbolVersions.AddRange(UInt16(symbol.VersionIndex));
        if (symbol.Relocated)
            _relocations.AddRange([.. UInt64(0), .. UInt64(((ulong)index << 32) | 7), .. UInt64(0)]);
    }

    private uint AddString(string value)
    {
        uint offset = (uint)_strings.Count;
        _strings.AddRange([.. Encoding.ASCII.GetBytes(value), 0]);
        return offset;
    }

    private static byte[] UInt16(ushort value) => BitConverter.GetBytes(value);

    private static byte[] UInt32(uint value) => BitConverter.GetBytes(value);

    private static byte[] UInt64(ulong value) => BitConverter.GetBytes(value);
}
