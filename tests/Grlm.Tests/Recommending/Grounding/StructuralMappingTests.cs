using System.Text.Json;
using CsCheck;

namespace Grlm.Tests;

public sealed class StructuralMappingTests
{
    [Fact]
    public void Find_GivesTheScoresOfTheWorkedExample()
    {
        // docs/grounding.md: [shampoo, repair, keratin, travel, unisex] against the five items.
        var matches = new StructuralMapping(Libraries.Worked, [3, 1, 4, 9, 2])
            .Find(new("shampoo", "repair", "keratin", "travel", "unisex"), count: 5);
        Assert.Equal([0, 3, 1, 2], matches.Select(match => match.Item));
        Assert.Equal(
            [(1.0 / 2) + (1.0 / 3) + (1.0 / 4) + (1.0 / 6), (1.0 / 2) + (1.0 / 3), (1.0 / 2) + (1.0 / 3),
                (1.0 / 3) + (1.0 / 4) + (1.0 / 6)],
            matches.Select(match => match.Score),
            (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void Find_SettlesTiesByPopularityThenItemOrder()
    {
        // One slot of weight 1/2 against slots of 1/3 and 1/6: equal, though binary fractions of thirds need not add up.
        var library = new TermLibrary([new("a", "x", "x", "x", "x"), new("x", "b", "x", "x", "e"), new("a", "y", "x", "x", "x")]);
        var generated = new TermId("a", "b", "c", "d", "e");
        Assert.Equal([0, 1, 2], new StructuralMapping(library, [0, 0, 0]).Find(generated, 3).Select(match => match.Item));
        Assert.Equal([1, 0, 2], new StructuralMapping(library, [0, 1, 0]).Find(generated, 3).Select(match => match.Item));
        Assert.Equal([2, 1, 0], new StructuralMapping(library, [0, 1, 2]).Find(generated, 3).Select(match => match.Item));
    }

    [Fact]
    public void Find_TakesFillerForNoAgreement()
    {
        var library = new TermLibrary(
            [new("mug", "unspecified", "unspecified-2"), new("tent", "unspecified", "unspecified-2"), new("mug", "red", "unspecified")]);
        var matches = new StructuralMapping(library, [0, 9, 0]).Find(new("mug", "unspecified", "unspecified-2"), 3);
        Assert.Equal([(0, 0.5), (2, 0.5)], matches.Select(match => (match.Item, match.Score)));
    }

    [Fact]
    public void Find_IsEmpty_WhereNoSlotAgrees()
    {
        var mapping = new StructuralMapping(Libraries.Worked, [0, 0, 0, 0, 0]);
        Assert.Empty(mapping.Find(new("repair", "shampoo", "unheard-of", "men", "raw"), 5));
        Assert.Empty(mapping.Find(new([]), 5));
    }

    [Fact]
    public void Find_ComparesWhatIsThere_OfATermIdThatIsTooShortOrTooLong()
    {
        var mapping = new StructuralMapping(Libraries.Worked, [0, 0, 0, 0, 0]);
        Assert.Equal([(4, 0.5)], mapping.Find(new("soap"), 5).Select(match => (match.Item, match.Score)));
        Assert.Equal([4], mapping.Find(new("soap", "b", "c", "d", "e", "shampoo"), 5).Select(match => match.Item));
    }

    [Fact]
    public void Find_AgreesWithScoringEveryItem_OnRandomLibraries()
        => Gen.Select(Libraries.Random, Gen.Int[0, 5].Array[0, 6], Gen.Int[0, 2].Array[41], Gen.Bool.Array[41], Gen.Int[0, 6])
            .Sample((library, slots, popularity, isAllowed, count) =>
            {
                var generated = new TermId([.. slots.Select(term => $"t{term}")]);
                var found = new StructuralMapping(library, popularity[..library.ItemCount]).Find(generated, count, item => isAllowed[item]);
                var expected = Enumerable.Range(0, library.ItemCount)
                    .Where(item => isAllowed[item])
                    .Select(item => (Item: item, Score: SixtiethsOf(library, item, generated)))
                    .Where(match => match.Score > 0)
                    .OrderByDescending(match => match.Score)
                    .ThenByDescending(match => popularity[match.Item])
                    .ThenBy(match => match.Item)
                    .Take(count);
                Assert.Equal(expected, found.Select(match => (match.Item, (int)Math.Round(match.Score * 60))));
            });

    [Fact]
    public void Constructor_RefusesPopularityOfAnotherCatalogue()
        => Assert.Throws<ArgumentException>(() => new StructuralMapping(Libraries.Worked, [1, 2, 3]));

    [Fact]
    public void ItemsOf_GivesTheDirectHitsOfTheReferenceImplementation()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden", "grounding_reference_beauty.json")));
        var termIds = JsonSerializer.Deserialize<OrderedDictionary<string, string[]>>(
            File.ReadAllText(SharedData.Require("data", "amazon-beauty", "grlm_item_id2tid.json")))!;
        var ids = termIds.Keys.ToList();
        var library = new TermLibrary([.. termIds.Values.Select(terms => new TermId([.. terms]))]);
        var exact = 0;
        foreach (var lookup in golden.RootElement.GetProperty("lookups").EnumerateArray())
        {
            var content = lookup.GetProperty("content").GetString()!;
            var items = library.ItemsOf(new([.. content.Trim('[', ']').Split(", ")])).ToArray().Select(item => ids[item]).ToList();
            var expected = lookup.GetProperty("direct_or_fuzzy").EnumerateArray().Select(id => id.GetString()!).ToList();
            if (lookup.GetProperty("kind").GetString() == "exact")
            {
                exact++;
                Assert.Equal(expected, items);
            }
            else if (items.Count > 0)
            {
                Assert.Equal(expected, items);
            }
        }

        Assert.True(exact > 0);
    }

    private static int SixtiethsOf(TermLibrary library, int item, TermId generated)
    {
        int[] weights = [30, 20, 15, 12, 10];
        return library.HasTermId(item)
            ? Enumerable.Range(0, Math.Min(library.Length, generated.Terms.Length))
                .Where(slot => library.TermIdOf(item)!.Terms[slot] == generated.Terms[slot])
                .Sum(slot => weights[slot])
            : 0;
    }
}
