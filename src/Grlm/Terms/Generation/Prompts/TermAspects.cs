namespace Grlm;

/// <summary>
/// What prompts say of the keywords of a TID, however many it has. Five are those of the paper (GRLM, section 3.1); fewer leave out what tells least,
/// more ask for what else tells an item apart.
/// </summary>
internal static class TermAspects
{
    private const string Further = "a further trait that few of the similar products have";

    private static readonly string[] _numbers =
    [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    ];

    // In the order of the keywords, with the number of keywords from which on there is one for it.
    private static readonly (string Aspect, int From)[] _aspects =
    [
        ("what it is", 2),
        ("what it does", 4),
        ("what marks it, such as material, style or main ingredient", 3),
        ("whom or what it is for", 5),
        ("what is unique about it", 2),
        ("what else sets it apart, such as its maker, model or edition", 6),
        ("its colour, flavour, scent or finish", 7),
        ("its size, strength or number of pieces", 8),
        ("where or when it is used", 9),
        ("what it belongs to or goes with", 10),
    ];

    /// <summary>The number of keywords as a word.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static string Count(int length) => _numbers[length - TermId.MinimumLength];

    /// <summary>What each keyword says, a numbered line each.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static string List(int length)
    {
        var aspects = _aspects.Where(aspect => aspect.From <= length).Select(aspect => aspect.Aspect);
        var further = Enumerable.Repeat(Further, Math.Max(0, length - _aspects.Length));
        return string.Join('\n', aspects.Concat(further).Select((aspect, place) => $"{place + 1}. {aspect}"));
    }
}
