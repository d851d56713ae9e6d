using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// Represents a term ID (TID): distinct, ordered, standardised keywords, most important first, that stand for an item in a language model's
/// own vocabulary (GRLM, arXiv 2601.06798). Equal when all terms are equal in order.
/// </summary>
public sealed class TermId : IEquatable<TermId>
{
    /// <summary>Holds the number of terms in the paper and by default.</summary>
    public const int DefaultLength = 5;

    /// <summary>Holds the fewest terms of a TID in a library: one says what the item is, one what tells it apart.</summary>
    public const int MinimumLength = 2;

    /// <summary>Holds the most terms of a TID in a library.</summary>
    public const int MaximumLength = 16;

    /// <param name="terms">The terms in normal form, most important first.</param>
    public TermId(params ImmutableArray<string> terms) => Terms = terms;

    /// <summary>Gets the terms, most important first.</summary>
    public ImmutableArray<string> Terms { get; }

    /// <inheritdoc/>
    public bool Equals(TermId? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TermId);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var term in Terms)
        {
            hash.Add(term, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the form in which models read and write it: <c>[hair-mask, color-lock, citrus, protein, unisex]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Terms)}]";

    /// <summary>
    /// Returns the form in lists of one TID a line, which takes fewer tokens: <c>hair-mask color-lock citrus protein unisex</c> and a line
    /// break.
    /// </summary>
    public string ToLine() => string.Join(' ', Terms) + "\n";
}

/// <summary>
/// Makes the terms that stand in a TID where nothing more is known of its item: <c>unspecified</c>, <c>unspecified-2</c> and so on. They
/// make it whole, name no trait, and what two items share by them is nothing.
/// </summary>
internal static class Filler
{
    private const string First = "unspecified";

    /// <summary>Returns the fillers of a TID, each another, in order.</summary>
    /// <param name="length">Number of slots.</param>
    public static IEnumerable<string> Of(int length)
        => Enumerable.Range(1, length).Select(number => number == 1 ? First : $"{First}-{number}");

    /// <summary>Tells whether a term is one of them.</summary>
    public static bool Contains(string term)
        => term.StartsWith(First, StringComparison.Ordinal)
            && (term.Length == First.Length
                || (term[First.Length] == '-' && int.TryParse(term.AsSpan(First.Length + 1), out var number)
                    && number is > 1 and <= TermId.MaximumLength));
}
