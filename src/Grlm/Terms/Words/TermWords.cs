namespace Grlm;

/// <summary>The words that a term consists of: joined by hyphens, or by nothing where their script has no spaces.</summary>
internal static class TermWords
{
    /// <summary>Puts a word behind a term.</summary>
    public static string Join(string term, string word) => WritingSystems.AreGlued(term, word) ? term + word : $"{term}-{word}";

    /// <summary>The words of a term.</summary>
    public static string[] Of(string term, WordCutter cutter)
        => [.. term.Split('-').SelectMany(part => WordRuns.HidesAny(part) ? PartsOf(part, cutter.Cut) : [part])];

    /// <summary>A folded text cut wherever a word could begin: before each syllable of a script that hides its words, and where another script begins.</summary>
    public static IEnumerable<string> SyllablesOf(string text) => PartsOf(text, (run, _) => Syllables.Of(run));

    private static IEnumerable<string> PartsOf(string text, Func<string, WritingSystem, IEnumerable<string>> cut)
    {
        var place = 0;
        foreach (var run in WordRuns.In(text).Where(run => run.Writing.HidesWords()))
        {
            if (run.Start > place)
            {
                yield return text[place..run.Start];
            }

            foreach (var word in cut(run.In(text), run.Writing))
            {
                yield return word;
            }

            place = run.End;
        }

        if (place < text.Length)
        {
            yield return text[place..];
        }
    }
}
