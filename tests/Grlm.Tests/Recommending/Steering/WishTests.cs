using CsCheck;

namespace Grlm.Tests;

public sealed class WishTests
{
    private static readonly RecommendationSource[] _sources =
        [RecommendationSource.Fused, RecommendationSource.Generator, RecommendationSource.Ranker];

    private static readonly Gen<(int Seed, RecommendationSource Source)> _shops =
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 2].Select(place => _sources[place]));

    [Fact]
    public void RecommendMany_HoldsToWhatIsRequiredAndForbidden()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                var random = new Random(seed);
                var (required, forbidden) = (RandomShop.Term(random), RandomShop.Term(random));
                if (!shop.Library.TryGetTerm(required, out _) || !shop.Library.TryGetTerm(forbidden, out _))
                {
                    return;
                }

                foreach (var history in (string[][])[shop.History(random), []])
                {
                    var list = shop.Ask(new RecommendationRequest
                    {
                        History = history,
                        Count = 5,
                        Require = [required],
                        Forbid = [forbidden],
                        Want = [RandomShop.Term(random)],
                    });
                    Assert.All(list, item => Assert.Contains(required, item.Terms));
                    Assert.All(list, item => Assert.DoesNotContain(forbidden, item.Terms));
                }
            },
            iter: 60);

    [Fact]
    public void RecommendMany_ChangesNothingForAWishOfWeightZero()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                var request = new RecommendationRequest { History = shop.History(new Random(seed)), Count = 6 };
                var wished = request with { Want = [new Wish("tent", 0)], Avoid = [new Wish("blue", 0)] };
                Assert.Equal(Rows(shop.Ask(request)), Rows(shop.Ask(wished)));
            },
            iter: 60);

    [Fact]
    public void RecommendMany_PutsWhatIsWantedFirst_AndWhatIsToBeAvoidedLast_WhenTheWeightIsLarge()
        => _shops.Sample(
            (seed, source) =>
            {
                using var shop = new RandomShop(seed, source);
                var random = new Random(seed);
                var term = RandomShop.Term(random);
                var request = new RecommendationRequest { History = shop.History(random), Count = 50, IncludeSeen = true };
                foreach (var (list, isFirst) in ((RecommendedItems, bool)[])[
                    (shop.Ask(request with { Want = [new Wish(term, 60)] }), true),
                    (shop.Ask(request with { Avoid = [new Wish(term, 60)] }), false)])
                {
                    // Of what came in by a score; what fills a short list stands behind it.
                    bool[] meets = [.. list.TakeWhile(item => item.Source is GroundingSource.Direct or GroundingSource.Ranker)
                        .Select(item => item.Terms.Contains(term) == isFirst)];
                    Assert.Equal(meets.OrderByDescending(meet => meet), meets);
                }
            },
            iter: 60);

    [Fact]
    public void Recommend_SpendsItsBeamsOnWhatIsWanted()
        => Gen.Int[0, 10_000].Sample(
            seed =>
            {
                using var shop = new RandomShop(seed, RecommendationSource.Generator);
                var random = new Random(seed);
                var term = RandomShop.Term(random);
                var having = Enumerable.Range(0, shop.Catalog.Count).Count(item => shop.Library.TermIdOf(item)!.Terms.Contains(term));
                var list = shop.Ask(new RecommendationRequest
                {
                    History = shop.History(random),
                    Count = 4,
                    IncludeSeen = true,
                    Want = [new Wish(term, 60)],
                });
                Assert.Equal(Math.Min(4, having), list.Count(item => item.Terms.Contains(term)));
            },
            iter: 60);

    [Fact]
    public void Recommend_AnswersAWishAlone()
    {
        using var shop = new RandomShop(3, RecommendationSource.Fused);
        var list = shop.Ask(new RecommendationRequest { Want = ["tent"], Count = 3 });
        Assert.Contains("tent", list[0].Terms);
        Assert.Equal(GroundingSource.Popular, list[0].Source);
        Assert.Equal(["tent"], Assert.Single(list.Understood).Terms[0]);
    }

    [Fact]
    public void Recommend_RefusesToRequireWhatNoTermIsLike()
    {
        using var shop = new RandomShop(3, RecommendationSource.Fused);
        var error = Assert.Throws<InvalidInputException>(
            () => shop.Ask(new RecommendationRequest { Require = ["zeppelin"] }));
        Assert.StartsWith("No term of the library is like 'zeppelin'.", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => shop.Ask(new RecommendationRequest { Forbid = ["zeppelin"] }));
        var list = shop.Ask(new RecommendationRequest { Want = ["zeppelin tent"] });
        Assert.Equal(["zeppelin"], Assert.Single(list.Understood).Unknown);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(101)]
    public void Recommend_RefusesAWeightThatMeansNothing(double weight)
    {
        using var shop = new RandomShop(3, RecommendationSource.Fused);
        Assert.Throws<InvalidOptionsException>(
            () => shop.Ask(new RecommendationRequest { Want = [new Wish("tent", weight)] }));
    }

    private static IEnumerable<(string, double, GroundingSource)> Rows(RecommendedItems list)
        => list.Select(item => (item.ItemId, item.Score, item.Source));
}
