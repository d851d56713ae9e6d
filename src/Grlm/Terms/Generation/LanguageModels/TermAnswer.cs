namespace Grlm;

/// <summary>The list of terms in what a model answered: the last one of the shape that a list is surest in.</summary>
internal static class TermAnswer
{
    /// <summary>The terms; empty where there is no list.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        var lists = TermListFinder.In(text).ToList();
        return LastOf(TermListShape.Json, atLeast: 1) ?? LastOf(TermListShape.Brackets, atLeast: 2)
            ?? LastOf(TermListShape.Lines, atLeast: 2) ?? LastOf(TermListShape.Commas, atLeast: 3) ?? [];

        IReadOnlyList<string>? LastOf(TermListShape shape, int atLeast)
            => lists.LastOrDefault(list => list.Shape == shape && list.Terms.Count >= atLeast).Terms;
    }
}
