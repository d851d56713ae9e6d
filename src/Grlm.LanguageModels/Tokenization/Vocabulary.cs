using System.Buffers;
using System.Collections;

namespace Grlm.LanguageModels;

/// <summary>
/// Holds the tokens of a tokenizer by id: text as the file writes it, the bytes that it stands for, and whether it is special. Immutable.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;
    private readonly int[] _starts;
    private readonly byte[] _bytes;
    private readonly BitArray _special;

    /// <param name="ids">All tokens, the added ones included; every id once.</param>
    /// <param name="special">The ids of the special ones.</param>
    /// <param name="decoder">What they stand for.</param>
    public Vocabulary(Dictionary<string, int> ids, IEnumerable<int> special, TokenDecoder decoder)
    {
        _ids = ids;
        Size = ids.Count == 0 ? 0 : ids.Values.Max() + 1;
        _tokens = new string?[Size];
        foreach (var (token, id) in ids)
        {
            _tokens[id] = token;
        }

        _special = new BitArray(Size);
        foreach (var id in special)
        {
            _special[id] = true;
        }

        _starts = new int[Size + 1];
        _bytes = Bytes(decoder);
    }

    /// <summary>Gets the highest id and one: holes count.</summary>
    public int Size { get; }

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out id);

    public string? TextOf(int id) => (uint)id < (uint)Size ? _tokens[id] : null;

    public ReadOnlySpan<byte> BytesOf(int id) => (uint)id < (uint)Size ? _bytes.AsSpan(_starts[id].._starts[id + 1]) : [];

    public bool IsSpecial(int id) => (uint)id < (uint)Size && _special[id];

    private byte[] Bytes(TokenDecoder decoder)
    {
        var bytes = new ArrayBufferWriter<byte>();
        for (var id = 0; id < Size; id++)
        {
            _starts[id] = bytes.WrittenCount;
            if (_tokens[id] is { } token)
            {
                decoder.Write(token, bytes);
            }
        }

        _starts[Size] = bytes.WrittenCount;
        return bytes.WrittenSpan.ToArray();
    }
}
