using CsCheck;

namespace Grlm.Tests;

public sealed class LiveTermLibraryTests
{
    [Fact]
    public void AGrownLibrary_AnswersAsOneThatWasMadeWhole_HoweverFarItIsMerged()
        => Gen.Select(Libraries.TermIds, Gen.Int[0, 3].Array[41], Gen.Int[0, 5].Array[5], Gen.Int[1, 12], Gen.Bool.Array[41], Gen.Bool)
            .Sample((termIds, popularity, slots, mergeAt, isAllowed, waits) =>
            {
                var begin = termIds.Take(1 + (termIds.Length / 2)).ToArray();
                var live = new LiveTermLibrary(new TermLibrary(begin), popularity[..begin.Length], mergeAt);
                TermId?[] added = [.. termIds.Skip(begin.Length).OfType<TermId>()];
                foreach (var (place, termId) in added.Index())
                {
                    Assert.Equal(begin.Length + place, live.Add(termId!, popularity[begin.Length + place]));
                    if (waits)
                    {
                        live.Merging.Wait(TestContext.Current.CancellationToken);
                    }
                }

                TermId?[] all = [.. begin, .. added];
                var whole = new TermLibrary(all);
                var generated = new TermId([.. slots.Take(whole.Length).Select(term => $"t{term}")]);
                foreach (var count in new[] { 0, 1, 5, 50 })
                {
                    Assert.Equal(
                        new StructuralMapping(whole, popularity[..all.Length]).Find(generated, count, item => isAllowed[item]),
                        live.Find(generated, count, item => isAllowed[item]));
                }

                Assert.Equal(whole.ItemsOf(generated).ToArray(), live.ItemsOf(generated));
                Assert.Equal(all, Enumerable.Range(0, live.ItemCount).Select(live.TermIdOf));
                Assert.Equal(popularity[..all.Length], Enumerable.Range(0, live.ItemCount).Select(live.PopularityOf));
            });

    [Fact]
    public async Task AnItemIsFoundAsSoonAsItIsAdded_WhileOthersAddAndLookUp()
    {
        var live = new LiveTermLibrary(Libraries.Worked, [0, 0, 0, 0, 0], mergeAt: 7);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var number = 0; number < 100; number++)
            {
                var termId = new TermId("candle", $"w{writer}", $"n{number}", "soy", "home");
                var item = live.Add(termId);
                Assert.Contains(item, live.ItemsOf(termId));
                Assert.Equal(item, live.Find(termId, 1)[0].Item);
                Assert.Equal(termId, live.TermIdOf(item));
                Assert.Equal([1, 3], live.ItemsOf(new("shampoo", "repair", "argan", "salon", "women")));
            }
        }, TestContext.Current.CancellationToken)));
        await live.Merging;
        Assert.Equal(405, live.ItemCount);
    }

    [Fact]
    public void Recommend_ReturnsAnItemThatWasAddedAfterTheModelsWereMade()
    {
        var candle = new TermId("candle", "vanilla", "soy", "glass", "home");
        var live = new LiveTermLibrary(Libraries.Worked, [5, 2, 4, 9, 7]);
        var recommender = new Recommender(live, new FakeGenerator(_ => [candle, new("soap", "deep-clean", "charcoal", "raw", "men")]),
            new FakeRanker(5, (_, _) => 0));
        var request = new GenerationRequest([0], GenerationRequest.NothingExcluded);
        Assert.Equal([4],
            recommender.Recommend([request], new() { Count = 2 }, TestContext.Current.CancellationToken)[0].Select(item => item.Item));
        var (first, second) = (live.Add(candle, popularity: 1), live.Add(candle, popularity: 3));
        Assert.Equal([second, first, 4],
            recommender.Recommend([request], new() { Count = 3 }, TestContext.Current.CancellationToken)[0].Select(item => item.Item));
    }

    [Fact]
    public void Add_RefusesATermIdOfAnotherLength()
        => Assert.Throws<ArgumentException>(() => new LiveTermLibrary(Libraries.Worked, [0, 0, 0, 0, 0]).Add(new TermId("candle")));
}
