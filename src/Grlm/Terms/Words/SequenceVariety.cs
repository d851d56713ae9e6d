using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// How many different syllables stand beside each sequence of syllables that recurs (accessor variety: Feng, Chen, Deng and Zheng, Computational
/// Linguistics 2004): before a word and behind it stands now this, now that, and beside a part of one always the rest of it. Immutable.
/// </summary>
internal sealed class SequenceVariety
{
    private readonly Dictionary<ulong, int> _varieties = [];

    /// <summary>Counts over runs of syllables.</summary>
    /// <param name="runs">The runs, each of one script.</param>
    /// <param name="longest">Most syllables of a sequence.</param>
    public SequenceVariety(IReadOnlyList<string[]> runs, int longest)
    {
        HashSet<ulong>? recurring = null;
        for (var length = 1; length <= longest && recurring is not { Count: 0 }; length++)
        {
            recurring = Count(runs, length, recurring);
        }
    }

    /// <summary>Different syllables at that side of a sequence where there are fewer, an end of a text counting as one; 1 of what does not recur.</summary>
    public int Of(ReadOnlySpan<string> sequence) => _varieties.GetValueOrDefault(KeyOf(sequence), 1);

    /// <summary>Counts the sequences of one length, of which both parts one shorter recur.</summary>
    /// <returns>Those that recur themselves.</returns>
    private HashSet<ulong> Count(IReadOnlyList<string[]> runs, int length, HashSet<ulong>? recurring)
    {
        var counts = new Dictionary<ulong, (int Items, int Left, int Right)>();
        var beside = new HashSet<(ulong Sequence, string Syllable, bool IsLeft)>();
        foreach (var run in runs)
        {
            for (var start = 0; start + length <= run.Length; start++)
            {
                var sequence = run.AsSpan(start, length);
                if (recurring is not null && !(recurring.Contains(KeyOf(sequence[..^1])) && recurring.Contains(KeyOf(sequence[1..]))))
                {
                    continue;
                }

                var key = KeyOf(sequence);
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
                count.Items++;
                count.Left += start == 0 || beside.Add((key, run[start - 1], true)) ? 1 : 0;
                count.Right += start + length == run.Length || beside.Add((key, run[start + length], false)) ? 1 : 0;
            }
        }

        foreach (var (key, count) in counts)
        {
            if (Math.Min(count.Left, count.Right) > 1)
            {
                _varieties[key] = Math.Min(count.Left, count.Right);
            }
        }

        return [.. counts.Where(pair => pair.Value.Items > 1).Select(pair => pair.Key)];
    }

    /// <summary>64-bit FNV-1a over the letters: equal on every machine.</summary>
    private static ulong KeyOf(ReadOnlySpan<string> sequence)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var syllable in sequence)
        {
            foreach (var letter in syllable)
            {
                hash = (hash ^ letter) * 1_099_511_628_211;
            }
        }

        return hash;
    }
}
