using CsCheck;

namespace Grlm.Tests;

internal static class Libraries
{
    /// <summary>The catalogue of the worked examples in docs/terms.md and docs/grounding.md.</summary>
    public static TermLibrary Worked { get; } = new(
    [
        new("shampoo", "repair", "keratin", "salon", "unisex"),
        new("shampoo", "repair", "argan", "salon", "women"),
        new("conditioner", "repair", "keratin", "salon", "unisex"),
        new("shampoo", "repair", "argan", "salon", "women"),
        new("soap", "deep-clean", "charcoal", "raw", "men"),
    ]);

    /// <summary>TIDs of one length over few terms, so that prefixes are shared and items collide; some items have none.</summary>
    public static Gen<TermId?[]> TermIds { get; } =
        from length in Gen.Int[1, 5]
        from terms in Gen.Int[1, 4]
        from first in Gen.Int[0, terms].Array[length]
        from others in Gen.Select(Gen.Int[0, terms].Array[length], Gen.Int[0, 9]).Array[0, 40]
        select (TermId?[])[Spell(first), .. others.Select(other => other.Item2 == 0 ? null : Spell(other.Item1))];

    public static Gen<TermLibrary> Random { get; } = TermIds.Select(termIds => new TermLibrary(termIds));

    private static TermId Spell(int[] terms) => new([.. terms.Select(term => $"t{term}")]);
}
