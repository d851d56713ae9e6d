using CsCheck;

namespace Grlm.Tests;

public sealed class EvaluatorTests
{
    private const int ItemCount = 40;
    private static readonly TermLibrary _library = Splits.LibraryOf(ItemCount);
    private static readonly int[] _popularity = new int[ItemCount];

    [Theory]
    [InlineData(EvaluationProtocol.Paper, SplitPart.Test)]
    [InlineData(EvaluationProtocol.Filtered, SplitPart.Validation)]
    public void Evaluate_GivesAPerfectGeneratorOneInEveryMetric(EvaluationProtocol protocol, SplitPart part)
    {
        // Every history counts up, so the next item is the last one known plus one.
        var split = new LeaveOneOutSplit(
            Splits.Histories([.. Enumerable.Range(0, 300).Select(user => Enumerable.Range(user % 15, 4).ToArray())]));
        var generator = new FakeGenerator(
            request => Enumerable.Range(request.History[^1] + 1, 20).Select(item => _library.TermIdOf(item)!));
        var options = new EvaluateOptions { Protocol = protocol };
        var metrics = EvaluatorOf(split.Targets(part), generator).Evaluate(options,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(300, metrics.Users);
        Assert.All(metrics.Means().Values, mean => Assert.Equal(1, mean));
        Assert.Equal([256, 44], generator.BatchSizes);
    }

    [Fact]
    public void Evaluate_GivesTheHandWorkedFigures_WhenTheTargetIsThird()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([10, 11, 12, 13], [20, 21, 22]));
        var ranker = new FakeRanker(ItemCount, (history, item) => item == history[^1] + 1 ? 5 : item < 2 ? 9 : 0);
        var metrics = EvaluatorOf(split.Targets(SplitPart.Test), null, ranker)
            .Evaluate(new() { Source = RecommendationSource.Ranker }, cancellationToken: TestContext.Current.CancellationToken).Means();
        Assert.Equal(
            [
                ("recall@1", 0.0), ("recall@5", 1), ("recall@10", 1), ("recall@20", 1),
                ("ndcg@1", 0), ("ndcg@5", 0.5), ("ndcg@10", 0.5), ("ndcg@20", 0.5),
                ("mrr@1", 0), ("mrr@5", 1.0 / 3), ("mrr@10", 1.0 / 3), ("mrr@20", 1.0 / 3),
                ("hitRate@1", 0), ("hitRate@5", 1), ("hitRate@10", 1), ("hitRate@20", 1),
            ],
            metrics.Select(metric => (metric.Key, metric.Value)));
    }

    [Fact]
    public void Evaluate_CountsInventedTermIdsAndStructuralItems_AgainstTheRatesOfGeneration()
    {
        // Of ten term IDs asked for, the user gets two that are real, one invented and no more: the invented one leads to structural items.
        var split = new LeaveOneOutSplit(Splits.Histories([0, 1, 2]));
        var generator = new FakeGenerator(_ => [_library.TermIdOf(5)!, new TermId("t2", "no-such-term"), _library.TermIdOf(2)!]);
        var metrics = EvaluatorOf(split.Targets(SplitPart.Test), generator).Evaluate(new(),
            cancellationToken: TestContext.Current.CancellationToken).Means();
        Assert.Equal(0.2, metrics["validRate@10"], 15);
        Assert.Equal(0.2, metrics["directHitRate@10"], 15);
        Assert.Equal(0.5, metrics["mrr@10"], 15);
    }

    [Fact]
    public void Evaluate_MissesATargetThatTheFilterRemoves()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([3, 4, 3]));
        var generator = new FakeGenerator(_ => [_library.TermIdOf(3)!]);
        Assert.Equal(0, RecallOf(EvaluationProtocol.Filtered));
        Assert.Equal(1, RecallOf(EvaluationProtocol.Paper));

        double RecallOf(EvaluationProtocol protocol) => EvaluatorOf(split.Targets(SplitPart.Test), generator)
            .Evaluate(new() { Protocol = protocol }, cancellationToken: TestContext.Current.CancellationToken).Means()["recall@20"];
    }

    [Fact]
    public void Evaluate_LooksAtNineteenInteractions_InThePaperProtocol()
    {
        var split = new LeaveOneOutSplit(Splits.Histories(Enumerable.Range(0, 30).ToArray()));
        Assert.Equal(Enumerable.Range(10, 19), HistoryOf(EvaluationProtocol.Paper, SplitPart.Test));
        Assert.Equal(Enumerable.Range(9, 19), HistoryOf(EvaluationProtocol.Paper, SplitPart.Validation));
        Assert.Equal(Enumerable.Range(0, 29), HistoryOf(EvaluationProtocol.Filtered, SplitPart.Test));

        IReadOnlyList<int> HistoryOf(EvaluationProtocol protocol, SplitPart part)
        {
            var generator = new FakeGenerator(_ => []);
            EvaluatorOf(split.Targets(part), generator).Evaluate(new() { Protocol = protocol },
                cancellationToken: TestContext.Current.CancellationToken);
            return generator.Requests.Single().History;
        }
    }

    [Fact]
    public void Evaluate_ShowsNoModelWhatItIsToPredict()
        => Gen.Select(Splits.WithoutRepeats(ItemCount), Gen.Enum<EvaluationProtocol>(),
            Gen.Enum<SplitPart>()).Sample((users, protocol, part) =>
        {
            var split = new LeaveOneOutSplit(Splits.Histories(users));
            var generator = new FakeGenerator(_ => []);
            var ranker = new FakeRanker(ItemCount, (_, _) => 0);
            var options = new EvaluateOptions { Protocol = protocol };
            EvaluatorOf(split.Targets(part), generator, ranker).Evaluate(options);
            EvaluatorOf(split.Targets(part), generator, ranker).Evaluate(options with { Source = RecommendationSource.Ranker });

            var evaluated = users.Where(items => items.Length >= 3).ToList();
            Assert.Equal(evaluated.Count, generator.Requests.Count);
            Assert.Equal(evaluated.Count, ranker.Histories.Count);
            for (var user = 0; user < evaluated.Count; user++)
            {
                var items = evaluated[user];
                var hidden = part == SplitPart.Test ? items[^1..] : items[^2..];
                var known = items[..^hidden.Length];
                Assert.Empty(generator.Requests[user].History.Intersect(hidden));
                Assert.Empty(ranker.Histories[user].Intersect(hidden));
                Assert.Equal(protocol == EvaluationProtocol.Paper ? known.TakeLast(19) : known, generator.Requests[user].History);
                Assert.Equal(generator.Requests[user].History, ranker.Histories[user]);
                Assert.Equal(protocol == EvaluationProtocol.Paper ? [] : known.Order(), generator.Requests[user].ExcludedItems.Order());
            }
        });

    [Fact]
    public void Evaluate_ReportsProgressInUsers()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([.. Enumerable.Repeat<int[]>([1, 2, 3], 300), [1, 2]]));
        var progress = new ProgressLog();
        EvaluatorOf(split.Targets(SplitPart.Test), new FakeGenerator(_ => [])).Evaluate(new(), progress,
            TestContext.Current.CancellationToken);
        Assert.Equal(
            [new StageProgress("evaluating", 256, 300, "users", "recall@10 0.0000"),
                new StageProgress("evaluating", 300, 300, "users", "recall@10 0.0000")],
            progress.Reports);
    }

    [Fact]
    public void Evaluate_StopsWhenCancelled()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([.. Enumerable.Repeat<int[]>([1, 2, 3], 600)]));
        using var source = new CancellationTokenSource();
        var generator = new FakeGenerator(_ =>
        {
            source.Cancel();
            return [];
        });
        Assert.Throws<OperationCanceledException>(
            () => EvaluatorOf(split.Targets(SplitPart.Test), generator).Evaluate(new(), cancellationToken: source.Token));
        Assert.Equal([256], generator.BatchSizes);
    }

    private static Evaluator EvaluatorOf(EvaluationTargets targets, ITermIdGenerator? generator, IItemRanker? ranker = null)
        => new(targets, _library, new Recommender(_library, generator, ranker, _popularity));
}
