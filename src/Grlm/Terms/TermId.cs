using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// A term ID (TID): distinct, ordered, standardised keywords, most important first, that stand for an item in a language model's own
/// vocabulary (GRLM, arXiv 2601.06798). Equal when all terms are equal in order.
/// </summary>
public sealed class TermId : IEquatable<TermId>
{
    /// <summary>Number of terms in the paper and by default.</summary>
    public const int DefaultLength = 5;

    /// <summary>Fewest terms of a TID in a library: one says what the item is, one what tells it apart.</summary>
    public const int MinimumLength = 2;

    /// <summary>Most terms of a TID in a library.</summary>
    public const int MaximumLength = 16;

    /// <param name="terms">The terms in normal form, most important first.</param>
    public TermId(params ImmutableArray<string> terms) => Terms = terms;

    /// <summary>The terms, most important first.</summary>
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

    /// <summary>The form in which models read and write it: <c>[hair-mask, color-lock, citrus, protein, unisex]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Terms)}]";
}
