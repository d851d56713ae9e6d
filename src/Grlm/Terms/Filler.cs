namespace Grlm;

/// <summary>
/// The terms that stand in a TID where nothing more is known of its item: <c>unspecified</c>, <c>unspecified-2</c> and so on. They make it whole, name no
/// trait, and what two items share by them is nothing.
/// </summary>
internal static class Filler
{
    private const string First = "unspecified";

    /// <summary>The fillers of a TID, each another, in order.</summary>
    /// <param name="length">Number of slots.</param>
    public static IEnumerable<string> Of(int length) => Enumerable.Range(1, length).Select(number => number == 1 ? First : $"{First}-{number}");

    /// <summary>Whether a term is one of them.</summary>
    public static bool Contains(string term)
        => term.StartsWith(First, StringComparison.Ordinal)
            && (term.Length == First.Length || (term[First.Length] == '-' && int.TryParse(term.AsSpan(First.Length + 1), out var number) && number is > 1 and <= TermId.MaximumLength));
}
