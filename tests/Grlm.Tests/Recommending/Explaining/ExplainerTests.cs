using CsCheck;

namespace Grlm.Tests;

public sealed class ExplainerTests
{
    private static readonly RecommendationSource[] _sources =
        [RecommendationSource.Fused, RecommendationSource.Generator, RecommendationSource.Ranker];

    private static readonly Gen<(int Seed, RecommendationSource Source)> _shops =
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 2].Select(place => _sources[place]));

    [Fact]
    public void Parts_AddUpToTheScore()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                foreach (var item in Explained(shop, seed).Where(item => item.Explanation!.Parts is not null))
                {
                    Assert.Equal(item.Score, item.Explanation!.Parts!.Score, 6);
                }
            },
            iter: 60);

    [Fact]
    public void TermsOfATermIdThatWasWritten_MultiplyToWhatTheGeneratorGivesIt()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                foreach (var item in Explained(shop, seed).Where(
                    item => item.Source == GroundingSource.Direct && item.Explanation!.Parts?.Generator is not null))
                {
                    Assert.Equal(item.Terms, item.Explanation!.Terms.Select(term => term.Term));
                    Assert.Equal(
                        item.Explanation.Parts!.Generator!.Value, item.Explanation.Terms.Sum(term => Math.Log(term.Probability)), 3);
                    Assert.All(item.Explanation.Terms, term => Assert.InRange(term.Probability + term.InsteadProbability, 0, 1.000001));
                }
            },
            iter: 60);

    [Fact]
    public void Drop_IsWhatTheScoreFallsByWithoutTheItem()
        => Gen.Int[0, 10_000].Sample(
            seed =>
            {
                using var shop = new RandomShop(seed, RecommendationSource.Ranker);
                var history = shop.History(new Random(seed)).Distinct().ToArray();
                var request = new RecommendationRequest { History = history, Count = 40, IncludeSeen = true, Explain = true };
                var list = shop.Ask(request);
                foreach (var left in history.Where(_ => history.Length > 1))
                {
                    var without = shop.Ask(request with { History = [.. history.Where(item => item != left)] })
                        .ToDictionary(item => item.ItemId, item => item.Score);
                    foreach (var item in list)
                    {
                        var reason = Assert.Single(item.Explanation!.Reasons, reason => reason.ItemId == left);
                        Assert.Equal(item.Score - without[item.ItemId], reason.Drop, 5);
                    }
                }
            },
            iter: 30);

    [Fact]
    public void Explain_ChangesNothingInTheList()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                var request = new RecommendationRequest { History = shop.History(new Random(seed)), Count = 6 };
                Assert.Equal(
                    shop.Ask(request),
                    shop.Ask(request with { Explain = true }).Select(item => item with { Explanation = null }),
                    (left, right) => left with { Terms = [] } == right with { Terms = [] } && left.Terms.SequenceEqual(right.Terms));
            },
            iter: 30);

    [Fact]
    public void Share_IsOneForTheFirst_AndFalls()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                double[] shares = [.. Explained(shop, seed).TakeWhile(item => item.Share is not null).Select(item => item.Share!.Value)];
                Assert.Equal(1, shares[0]);
                Assert.Equal(shares.OrderDescending(), shares);
            },
            iter: 60);

    [Theory]
    [InlineData("Kettle", "", false, "because of Kettle")]
    [InlineData("Kettle,Mug", "black", false, "because of Kettle and Mug: black")]
    [InlineData("", "black,steel", true, "asked for: black, steel")]
    [InlineData("Kettle", "black", true, "asked for: black; and because of Kettle")]
    [InlineData("", "", false, "many turn to it")]
    [InlineData("A {terms} B", "black", false, "because of A {terms} B: black")]
    public void Sentence_NamesItemsAndTerms(string items, string terms, bool isAskedFor, string expected)
        => Assert.Equal(
            expected,
            new ExplanationTexts().Sentence(
                items.Split(',', StringSplitOptions.RemoveEmptyEntries), terms.Split(',', StringSplitOptions.RemoveEmptyEntries),
                isAskedFor));

    private static RecommendedItems Explained(RandomShop shop, int seed)
        => shop.Ask(new RecommendationRequest
        {
            History = shop.History(new Random(seed)),
            Count = 6,
            Explain = true,
            Want = [new Wish("tent", 2)],
        });
}
