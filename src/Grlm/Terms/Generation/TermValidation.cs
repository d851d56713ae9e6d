using System.Collections.Immutable;

namespace Grlm;

/// <summary>Tells whether proposed terms are a TID: so many distinct terms with a normal form.</summary>
internal static class TermValidation
{
    /// <summary>Brings proposed terms into normal form and checks them.</summary>
    /// <param name="terms">The terms as proposed.</param>
    /// <param name="length">Number of terms of a TID.</param>
    /// <param name="termId">The TID; null where the terms are none.</param>
    /// <returns>What is wrong, in a sentence that a model can be told; null where nothing is.</returns>
    public static string? Check(IReadOnlyList<string> terms, int length, out TermId? termId)
    {
        ArgumentNullException.ThrowIfNull(terms);
        termId = null;
        if (terms.Count != length)
        {
            return $"It has {terms.Count} terms; {length} are needed.";
        }

        var normal = new string[terms.Count];
        for (var slot = 0; slot < normal.Length; slot++)
        {
            if (!TermNormalForm.TryNormalize(terms[slot], out normal[slot]))
            {
                return $"Term {slot + 1} is empty or longer than {TermNormalForm.MaximumLength} characters.";
            }

            if (normal.AsSpan(0, slot).Contains(normal[slot]))
            {
                return $"The term '{normal[slot]}' stands twice; all must differ.";
            }
        }

        termId = new TermId(ImmutableArray.Create(normal));
        return null;
    }
}
