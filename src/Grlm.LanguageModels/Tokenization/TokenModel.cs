using System.Collections.Concurrent;

namespace Grlm.LanguageModels;

/// <summary>Makes ids of words. Safe to share between threads; remembers the words that it has seen.</summary>
internal abstract class TokenModel
{
    /// <summary>Natural text repeats itself: these many words cover nearly all of it, and bound the memory to a few megabytes.</summary>
    private const int RememberedWords = 1 << 15, LongestRememberedWord = 48;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _wordLookup;
    private int _remembered;

    protected TokenModel() => _wordLookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Appends the ids of one word.</summary>
    /// <param name="word">Well-formed UTF-16, as the pre-tokenizer leaves it.</param>
    /// <param name="encoder">Working memory of this thread; made on first need.</param>
    /// <param name="ids">Takes the ids.</param>
    public void Encode(ReadOnlySpan<char> word, ref BytePairEncoder? encoder, List<int> ids)
    {
        if (_wordLookup.TryGetValue(word, out var known))
        {
            ids.AddRange(known);
            return;
        }

        var encoded = Encode(word.ToString(), ref encoder);
        ids.AddRange(encoded);
        if (word.Length <= LongestRememberedWord && Volatile.Read(ref _remembered) < RememberedWords && _words.TryAdd(word.ToString(), encoded))
        {
            Interlocked.Increment(ref _remembered);
        }
    }

    /// <summary>The ids of one word.</summary>
    protected abstract int[] Encode(string word, ref BytePairEncoder? encoder);
}
