namespace Grlm;

/// <summary>Letters of one writing system in a row.</summary>
/// <param name="Start">Where they begin in the text.</param>
/// <param name="End">Where they end, exclusive.</param>
/// <param name="Writing">The writing system.</param>
internal readonly record struct WordRun(int Start, int End, WritingSystem Writing)
{
    /// <summary>The letters, without the invisible ones that only say whether their neighbours join.</summary>
    public string In(string text)
    {
        var letters = text[Start..End];
        return Writing == WritingSystem.Symbol
            ? letters
            : letters.Replace("\u200C", "", StringComparison.Ordinal).Replace("\u200D", "", StringComparison.Ordinal);
    }
}
