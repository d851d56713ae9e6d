using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.Tests;

public sealed partial class ReferenceGroundingTests
{
    private static readonly ReferenceGrounding _worked = new(Libraries.Worked);

    [Fact]
    public void LookUpsAndLists_EqualTheAuthorsCode_OnEveryGoldenFile()
    {
        foreach (var golden in SharedData.Files("golden", "grounding_reference_*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(golden));
            var (grounding,
                ids) = Load(SharedData.Require(LibraryFile().Match(document.RootElement.GetProperty("about").GetString()!).Value));
            var checks = 0;
            foreach (var lookUp in document.RootElement.GetProperty("lookups").EnumerateArray())
            {
                var content = lookUp.GetProperty("content").GetString()!;
                Assert.Equal(Texts(lookUp.GetProperty("direct_or_fuzzy")), grounding.FirstLookUp(content).Select(item => ids[item]));
                Assert.Equal(Texts(lookUp.GetProperty("fuzzy_top1")),
                    new[] { grounding.Fallback(content) }.OfType<int>().Select(item => ids[item]));
                checks++;
            }

            foreach (var fill in document.RootElement.GetProperty("fills").EnumerateArray())
            {
                Assert.Equal(Texts(fill.GetProperty("items")),
                    grounding.List([.. Texts(fill.GetProperty("contents"))], 20).Select(item => ids[item]));
                checks++;
            }

            Assert.True(checks > 0);
        }
    }

    [Fact]
    public void Fallback_SumsLikeTermsWhereverTheyStand()
    {
        // soap 1/1; clean is contained in deep-clean: 0.8 * 1/2. Item 4 has 1.4, no other TID has anything.
        Assert.Equal(4, _worked.Fallback("[soap, clean]"));
        var grounded = _worked.Ground("soap, clean", 10);
        Assert.Equal(1.4, Assert.Single(grounded.Items).Score, 12);
        Assert.Equal(["soap", "deep-clean"], grounded.Items[0].MatchedTerms);
        Assert.Equal(GroundingSource.Structural, grounded.Source);
    }

    [Fact]
    public void Fallback_TakesTheTermIdThatIsMetFirst_WhereSumsTie()
    {
        // "women" is like "women" alone (1.0, items 1 and 3: one TID); "men" like "men" (1.0) and "women" (0.8).
        Assert.Equal(1, _worked.Fallback("women"));
        Assert.Equal(4, _worked.Fallback("men"));
        // All of the first three TIDs have repair; the first in the library is met first.
        Assert.Equal(0, _worked.Fallback("repair"));
    }

    [Fact]
    public void Fallback_AddsUpInTheOrderOfATermIdsTerms_SoThatTheLastBitDecidesAsItDoesThere()
    {
        // Both have all five terms: 1 + 1/2 + 1/3 + 1/4 + 1/5 = 2.283333333333333, and 1 + 1/2 + 1/4 + 1/3 + 1/5 = 2.2833333333333337.
        var library = new TermLibrary(
            [new TermId("amber", "birch", "cedar", "dune", "flint"), new TermId("amber", "birch", "dune", "cedar", "flint")]);
        Assert.Equal(1, new ReferenceGrounding(library).Fallback("[amber, birch, cedar, dune, flint]"));
        Assert.Equal(0, new ReferenceGrounding(library).FirstLookUp("[amber, birch, cedar, dune, flint]")[0]);
    }

    [Fact]
    public void Ground_GivesAllItemsOfATermIdOfTheLibrary_InLibraryOrder()
    {
        var grounded = _worked.Ground("[shampoo, repair, argan, salon, women]", 10);
        Assert.Equal(GroundingSource.Direct, grounded.Source);
        Assert.Equal([1, 3], grounded.Items.Select(item => item.Item));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[ , ]")]
    [InlineData("zzqx, qqqq")]
    public void Ground_GivesNothingAndAReason_WhereNoTermIsAlike(string text)
    {
        var grounded = _worked.Ground(text, 10);
        Assert.Empty(grounded.Items);
        Assert.Null(grounded.Source);
        Assert.NotNull(grounded.Reason);
    }

    private static (ReferenceGrounding Grounding, List<string> Ids) Load(string library)
    {
        var (termIds, ids) = (new List<TermId?>(), new List<string>());
        foreach (var (terms, items) in JsonSerializer.Deserialize<OrderedDictionary<string, string[]>>(File.ReadAllText(library))!)
        {
            foreach (var id in items)
            {
                termIds.Add(new TermId([.. terms.Split(',')]));
                ids.Add(id);
            }
        }

        return (new ReferenceGrounding(new TermLibrary(termIds)), ids);
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);

    [GeneratedRegex(@"data/[\w./-]+\.json", RegexOptions.NonBacktracking)]
    private static partial Regex LibraryFile();
}
