using System.Runtime.InteropServices;

namespace Grlm.Internal;

/// <summary>
/// Cuts runs of letters of scripts that hide their words into words, by what recurs in a catalogue's own texts: no dictionary, no model. Of
/// all ways to cut a run the one is taken whose words score highest, each by its length and by the logarithm of how many different
/// syllables stand beside it (<see cref="SequenceVariety"/>); what never recurs is cut at the usual length of a word. Immutable and safe
/// for concurrent use.
/// </summary>
public sealed class WordCutter
{
    /// <summary>Syllables that are read to learn from: more of them hardly tell more.</summary>
    private const int MostSyllables = 1_000_000;

    /// <summary>
    /// Most syllables of a word, and of a sequence that is learnt: a phrase that a shop repeats to the letter is cut the same everywhere.
    /// </summary>
    private const int Longest = 12, LongestPhrase = 32;

    /// <summary>Holds what it costs to take something for a word that does not recur, or a single syllable.</summary>
    private const double Unknown = 0.3, Single = 0.7, RecurringSingle = 0.35;

    private readonly SequenceVariety _variety;

    private WordCutter(SequenceVariety variety, NumberedNames names) => (_variety, Names) = (variety, names);

    /// <summary>Gets a cutter that has seen no text: it cuts at the usual length of a word.</summary>
    public static WordCutter Untaught { get; } = new(new SequenceVariety([], LongestPhrase), NumberedNames.None);

    /// <summary>Gets the names that read like amounts.</summary>
    internal NumberedNames Names { get; }

    /// <summary>Learns from the titles, brands, categories and, as far as there is room, descriptions of a catalogue.</summary>
    public static WordCutter Fit(Catalog catalog)
        => new(Fit(catalog.SelectMany(item => item.Categories.SelectMany(path => path).Prepend(item.Brand).Prepend(item.Title))
            .Concat(catalog.Select(item => PlainText.Of(item.Description))))._variety, NumberedNames.In(catalog));

    /// <summary>Learns from texts; of equal ones one counts.</summary>
    public static WordCutter Fit(IEnumerable<string> texts)
    {
        var (runs, seen, syllables) = (new List<string[]>(), new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var text in texts.Where(WordRuns.HidesAny).Where(seen.Add).Select(FoldedText.ForWords))
        {
            foreach (var run in WordRuns.In(text).Where(run => run.Writing.HidesWords()))
            {
                runs.Add([.. Syllables.Of(run.In(text))]);
                syllables += runs[^1].Length;
            }

            if (syllables > MostSyllables)
            {
                break;
            }
        }

        return runs.Count == 0 ? Untaught : new WordCutter(new SequenceVariety(runs, LongestPhrase), NumberedNames.None);
    }

    /// <summary>Cuts a run into words.</summary>
    /// <param name="run">Folded letters of one script that hides its words.</param>
    /// <param name="writing">The script.</param>
    public IEnumerable<string> Cut(string run, WritingSystem writing)
        => Cut([.. Syllables.Of(run)], writing, LongestPhrase)
            .SelectMany(part => part.Length > Longest ? Cut(part, writing, Longest) : Enumerable.Repeat(part, 1))
            .Select(word => string.Concat(word));

    private Stack<string[]> Cut(string[] syllables, WritingSystem writing, int longest)
    {
        var (scores, starts) = (new double[syllables.Length + 1], new int[syllables.Length + 1]);
        for (var end = 1; end <= syllables.Length; end++)
        {
            scores[end] = double.NegativeInfinity;
            for (var start = Math.Max(0, end - longest); start < end; start++)
            {
                var score = scores[start] + Score(syllables.AsSpan(start, end - start), writing);
                (scores[end], starts[end]) = score > scores[end] ? (score, start) : (scores[end], starts[end]);
            }
        }

        var words = new Stack<string[]>();
        for (var end = syllables.Length; end > 0; end = starts[end])
        {
            words.Push(syllables[starts[end]..end]);
        }

        return words;
    }

    private double Score(ReadOnlySpan<string> word, WritingSystem writing)
    {
        var variety = _variety.Of(word);
        var (usual, strictness) = LengthsOf(writing);
        return (word.Length, variety) switch
        {
            (1, > 1) => -RecurringSingle,
            (1, _) => -Single,
            (_, > 1) => (word.Length - 1) * Math.Log(variety),
            _ => -Unknown - (strictness * (word.Length - usual) * (word.Length - usual)),
        };
    }

    /// <summary>
    /// Returns the usual length of a word in syllables, and what it costs to be off by one. Spaces bound Hangul: what does not recur in it
    /// stays whole.
    /// </summary>
    private static (double Usual, double Strictness) LengthsOf(WritingSystem writing) => writing switch
    {
        WritingSystem.Han => (2, 0.1),
        WritingSystem.Katakana => (5, 0.05),
        WritingSystem.Hangul => (3, 0),
        WritingSystem.Thai => (3.5, 0.1),
        _ => (3, 0.1),
    };
}

/// <summary>
/// Counts how many different syllables stand beside each sequence of syllables that recurs (accessor variety: Feng, Chen, Deng and Zheng,
/// Computational Linguistics 2004): before a word and behind it stands now this, now that, and beside a part of one always the rest of it.
/// Immutable.
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

    /// <summary>
    /// Counts the different syllables at that side of a sequence where there are fewer, an end of a text counting as one; 1 of what does
    /// not recur.
    /// </summary>
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

    /// <summary>Hashes the letters by 64-bit FNV-1a: equal on every machine.</summary>
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
