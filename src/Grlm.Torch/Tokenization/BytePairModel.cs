using System.Collections.Concurrent;
using System.Text;

namespace Grlm.Torch;

/// <summary>Byte-level byte-pair encoding: words to ids. Safe to share between threads; remembers the words that it has seen.</summary>
internal sealed class BytePairModel
{
    /// <summary>Natural text repeats itself: these many words cover nearly all of it, and bound the memory to a few megabytes.</summary>
    private const int RememberedWords = 1 << 15, LongestRememberedWord = 48;

    private readonly Dictionary<string, int> _ids;
    private readonly BytePairMerges _merges;
    private readonly bool _ignoreMerges;
    private readonly int? _unknownId;
    private readonly bool _fuseUnknown;
    private readonly int?[] _byteIds;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _wordLookup;
    private int _remembered;

    /// <param name="ids">The model's own vocabulary, without added tokens.</param>
    /// <param name="merges">The merges over its ids.</param>
    /// <param name="ignoreMerges">Whether a word that is a token is that token, whatever the merges make of it.</param>
    /// <param name="unknownId">What a byte becomes that has no token; null to drop it.</param>
    /// <param name="fuseUnknown">Whether neighbouring unknown bytes become one token.</param>
    public BytePairModel(Dictionary<string, int> ids, BytePairMerges merges, bool ignoreMerges, int? unknownId, bool fuseUnknown)
    {
        (_ids, _merges, _ignoreMerges, _unknownId, _fuseUnknown) = (ids, merges, ignoreMerges, unknownId, fuseUnknown);
        _wordLookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _byteIds = [.. Enumerable.Range(0, 256).Select(value => ids.TryGetValue($"{ByteAlphabet.CharacterOf((byte)value)}", out var id) ? id : (int?)null)];
    }

    /// <summary>Appends the ids of one word.</summary>
    /// <param name="word">Well-formed UTF-16, not yet in the byte alphabet.</param>
    /// <param name="encoder">Working memory of this thread; made on first need.</param>
    /// <param name="ids">Takes the ids.</param>
    public void Encode(ReadOnlySpan<char> word, ref BytePairEncoder? encoder, List<int> ids)
    {
        if (_wordLookup.TryGetValue(word, out var known))
        {
            ids.AddRange(known);
            return;
        }

        var encoded = Encode(Encoding.UTF8.GetBytes(word.ToString()), encoder ??= new BytePairEncoder(_merges));
        ids.AddRange(encoded);
        if (word.Length <= LongestRememberedWord && Volatile.Read(ref _remembered) < RememberedWords && _words.TryAdd(word.ToString(), encoded))
        {
            Interlocked.Increment(ref _remembered);
        }
    }

    private int[] Encode(byte[] bytes, BytePairEncoder encoder)
    {
        if (_ignoreMerges && _ids.TryGetValue(string.Concat(bytes.Select(ByteAlphabet.CharacterOf)), out var whole))
        {
            return [whole];
        }

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
