using CsCheck;

namespace Grlm.Tests;

public sealed class ElasticGroundingTests
{
    private static readonly ElasticGrounding _worked = new(Libraries.Worked, [3, 1, 4, 9, 2]);

    [Fact]
    public void Ground_GivesTheItemsOfATermIdOfTheLibrary_MorePopularFirst()
    {
        var grounded = _worked.Ground("[shampoo, repair, argan, salon, women]", 10);
        Assert.Equal(GroundingSource.Direct, grounded.Source);
        Assert.Equal([3, 1], grounded.Items.Select(item => item.Item));
        Assert.All(grounded.Items, item => Assert.Equal(1.45, item.Score, 12)); // 1/2 + 1/3 + 1/4 + 1/5 + 1/6
        Assert.Equal(["shampoo", "repair", "argan", "salon", "women"], grounded.Items[0].MatchedTerms);
        Assert.Empty(grounded.Repaired);
        Assert.Null(grounded.Reason);
    }

    [Fact]
    public void Ground_MapsStructurally_WhatIsNotInTheLibrary()
    {
        // The worked example of docs/grounding.md.
        var grounded = _worked.Ground("[shampoo, repair, keratin, travel, unisex]", 3);
        Assert.Equal(GroundingSource.Structural, grounded.Source);
        Assert.Equal([0, 3, 1], grounded.Items.Select(item => item.Item));
        Assert.Equal(["shampoo", "repair", "keratin", "unisex"], grounded.Items[0].MatchedTerms);
        Assert.Equal(["shampoo", "repair"], grounded.Items[1].MatchedTerms);
    }

    [Theory]
    [InlineData("[soap, deep-clean, charcoal, raw, men", "closing bracket added")]
    [InlineData("soap, deep-clean, charcoal, raw, men]", "opening bracket added")]
    [InlineData("soap, deep-clean, charcoal, raw, men", "brackets added")]
    [InlineData("[Soap, Deep Clean, charcoal, RAW, men]", "'Soap' read as 'soap'|'Deep Clean' read as 'deep-clean'|'RAW' read as 'raw'")]
    [InlineData("[ soap,deep-clean ,charcoal,raw,men ]", "quotes or white space taken away")]
    [InlineData("['soap', \"deep-clean\", 'charcoal', `raw`, **men**]", "quotes or white space taken away")]
    [InlineData("""["soap", "deep-clean", "charcoal", "raw", "men"]""", "JSON read as a list")]
    [InlineData("""{"terms": ["soap", "deep-clean", "charcoal", "raw", "men"]}""", "JSON read as a list")]
    [InlineData("1. soap\n2. deep-clean\n3. charcoal\n4. raw\n5. men", "lines read as a list")]
    [InlineData("Next they will want [soap, deep-clean, charcoal, raw, men], I think.", "text around the terms left out")]
    [InlineData("Terms such as [a, b]: [soap, deep-clean, charcoal, raw, men] is it", "text around the terms left out")]
    [InlineData("Of course: soap, deep-clean, charcoal, raw, men.", "brackets added")]
    [InlineData("Well, a gentle soap, deep clean, charcoal, raw, men of course", "text")]
    [InlineData("soap deep clean charcoal raw men", "terms found among other words")]
    [InlineData("[soap, deep-clean, charcoal, raw, men, kids]", "6 terms instead of 5: 'kids' left out")]
    [InlineData("[black, soap, deep-clean, charcoal, raw, men]", "6 terms instead of 5: 'black' left out")]
    [InlineData("[soap, deep-clean, charcoal, , raw, men]", "quotes or white space taken away")]
    public void Ground_FindsTheTermId_InWhatModelsReallyWrite(string text, string repaired)
    {
        var grounded = _worked.Ground(text, 10);
        Assert.Equal(GroundingSource.Direct, grounded.Source);
        Assert.Equal(4, Assert.Single(grounded.Items).Item);
        Assert.Equal(["soap", "deep-clean", "charcoal", "raw", "men"], grounded.Terms);
        if (repaired != "text")
        {
            Assert.Equal(repaired.Split('|'), grounded.Repaired);
        }
    }

    [Fact]
    public void Ground_ReadsTermIdsOfAnyLength()
    {
        string[] terms = [.. Enumerable.Range(0, TermId.MaximumLength).Select(slot => $"t{slot}")];
        foreach (var length in (int[])[2, 3, 7, 10, TermId.MaximumLength])
        {
            var library = new TermLibrary([new TermId([.. terms[..length]]), new TermId([.. terms[..(length - 1)], "other"])]);
            var grounding = new ElasticGrounding(library, [0, 1]);
            var text = $"[{string.Join(", ", terms[..length])}]";
            Assert.Equal((GroundingSource.Direct, 0), FirstOf(text));
            Assert.Equal((GroundingSource.Direct, 0), FirstOf(text.Replace("]", ", more]", StringComparison.Ordinal)));

            // Both items agree but for the last slot: the more popular one comes first.
            Assert.Equal((GroundingSource.Structural, 1), FirstOf(text.Replace($"t{length - 1}]", "else]", StringComparison.Ordinal)));

            (GroundingSource? Source, int Item) FirstOf(string written)
            {
                var grounded = grounding.Ground(written, 1);
                return (grounded.Source, grounded.Items[0].Item);
            }
        }
    }

    [Fact]
    public void Ground_SpreadsTooFewTermsOverTheSlotsTheyFitBest()
    {
        var grounded = _worked.Ground("[soap, charcoal, raw, men]", 10);
        Assert.Equal(["soap", "charcoal", "raw", "men"], grounded.Terms);
        Assert.Equal(["4 of 5 terms: read as slots 1, 3, 4, 5"], grounded.Repaired);
        Assert.Equal(4, grounded.Items[0].Item);
        Assert.Equal(["soap", "charcoal", "raw", "men"], grounded.Items[0].MatchedTerms);
        Assert.Equal(["1 of 5 terms: read as slot 1"], _worked.Ground("[shampoo]", 10).Repaired);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("\0\u0001\u001b\u007f")]
    [InlineData("[,,,,]")]
    [InlineData("[]")]
    [InlineData("[zzqx, qqqq, vvvv, wwww, yyyy]")]
    [InlineData("!!!")]
    [InlineData("\ud800[\udfff")]
    public void Ground_GivesNothingAndAReason_WhereThereIsNothing(string text)
    {
        var grounded = _worked.Ground(text, 10);
        Assert.Empty(grounded.Items);
        Assert.Null(grounded.Source);
        Assert.EndsWith(".", grounded.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData(',')]
    [InlineData(' ')]
    [InlineData('\n')]
    public void Ground_RefusesAMegabyte_WithoutReadingIt(char character)
        => Assert.Contains("longer than", _worked.Ground(new string(character, 1_000_000), 10).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"")]
    [InlineData("a ")]
    [InlineData("a,")]
    [InlineData("1. a\n")]
    [InlineData("[a],")]
    public void Ground_TakesTheLongestTextOfAnyKind(string part)
        => Assert.NotNull(_worked.Ground(string.Concat(Enumerable.Repeat(part, ElasticGrounding.LongestText / part.Length)), 10).Reason);

    [Fact]
    public void Ground_NeverThrows_AndNamesAReasonExactlyWhereItFindsNothing()
        => Gen.String[Gen.Char["[]{}\",:1. -*\nabt012\\\0\ud800"], 0, 80].Sample(text =>
        {
            var grounded = _worked.Ground(text, 3);
            Assert.Equal(grounded.Items.Count == 0, grounded.Reason is not null);
            Assert.Equal(grounded.Source is null, grounded.Reason is not null);
        });

    [Fact]
    public void Ground_AgreesWithTheLibraryAndTheMapping_OnTermIdsInTheirUsualForm()
        => Gen.Select(Libraries.Random, Gen.Int[0, 5].Array[5], Gen.Int[0, 2].Array[41],
            Gen.Bool.Array[41]).Sample((library, slots, popularity, isAllowed) =>
        {
            var termId = new TermId([.. slots.Take(library.Length).Select(term => $"t{term}")]);
            var filter = new ItemFilter(library.ItemCount, item => isAllowed[item]);
            var items = new ElasticGrounding(library, popularity[..library.ItemCount], filter).Ground(termId.ToString(),
                50).Items.Select(item => item.Item);
            var direct = library.ItemsOf(termId).ToArray().Where(filter.Allows).OrderByDescending(item => popularity[item]).ToList();
            var structural = new StructuralMapping(library, popularity[..library.ItemCount]).Find(termId,
                50, filter.Allows).Select(match => match.Item);
            Assert.Equal(direct.Count > 0 ? direct : structural, items);
        });
}
