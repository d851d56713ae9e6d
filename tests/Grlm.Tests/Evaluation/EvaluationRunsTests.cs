namespace Grlm.Tests;

public sealed class EvaluationRunsTests
{
    private static readonly Catalog _catalog = Catalogs.OfSize(10);

    [Fact]
    public async Task Compare_MatchesUsersByTheirIds()
    {
        using var folder = new TemporaryFolder();
        var one = await WriteAsync(folder, "one", ("a", 1, 1), ("b", 2, null), ("c", 3, 4));
        var other = await WriteAsync(folder, "other", ("c", 3, 1), ("a", 1, 1), ("b", 2, null));
        var comparison = await EvaluationRuns.CompareAsync(one, other, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(3, comparison.Users);
        Assert.Equal(-1.0 / 3, comparison.Metrics["recall@1"].Difference, 12);
        Assert.Equal(0, comparison.Metrics["recall@5"].Difference);
        Assert.Equal(1, comparison.Metrics["recall@5"].PValue);
    }

    [Fact]
    public async Task Compare_RefusesOtherUsersAndOtherTargets()
    {
        using var folder = new TemporaryFolder();
        var one = await WriteAsync(folder, "one", ("a", 1, 1), ("b", 2, null));
        await AssertRefusedAsync("'b'", await WriteAsync(folder, "fewer", ("a", 1, 1)));
        await AssertRefusedAsync("'x'", await WriteAsync(folder, "more", ("a", 1, 1), ("b", 2, 1), ("x", 2, 1)));
        await AssertRefusedAsync("'b'", await WriteAsync(folder, "target", ("a", 1, 1), ("b", 3, 1)));

        async Task AssertRefusedAsync(string user, string other)
        {
            var error = await Assert.ThrowsAsync<InvalidInputException>(
                () => EvaluationRuns.CompareAsync(one, other, 1, TestContext.Current.CancellationToken));
            Assert.Contains(user, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TryCompareCommon_LooksAtUsersWithTheSameTargetInBoth()
    {
        using var folder = new TemporaryFolder();
        var one = await WriteAsync(folder, "one", ("a", 1, 1), ("b", 2, null), ("c", 3, 4), ("only", 4, 1));
        var other = await WriteAsync(folder, "other", ("more", 5, 1), ("c", 3, 1), ("b", 6, 1), ("a", 1, null));
        var comparison = await EvaluationRuns.TryCompareCommonAsync(one, other, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(2, comparison!.Users); // a and c
        Assert.Equal((0.5, 0.5), (comparison.Metrics["recall@1"].Value, comparison.Metrics["recall@1"].Other));
        Assert.Equal(0.5, comparison.Metrics["recall@5"].Difference);

        var nobody = await WriteAsync(folder, "nobody", ("x", 1, 1));
        Assert.Null(await EvaluationRuns.TryCompareCommonAsync(one, nobody, 1, TestContext.Current.CancellationToken));
        Assert.Null(await EvaluationRuns.TryCompareCommonAsync(one, folder.Root, 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Find_TakesARunOfTheWorkspace_AFolder_OrAnotherWorkspace()
    {
        using var folder = new TemporaryFolder();
        var run = await WriteAsync(folder, "w/evaluation/filtered-popular-test", ("a", 1, 1));
        var same = await WriteAsync(folder, "v/evaluation/filtered-ranker-test", ("a", 1, 1));
        var workspace = new GrlmWorkspace(Path.Combine(folder.Root, "w"));
        Assert.Equal(run, Find("filtered-popular-test"));
        Assert.Equal(run, Find("w/evaluation/filtered-popular-test"));
        Assert.Equal(same, Find("v"));
        var error = Assert.Throws<MissingPrerequisiteException>(() => Find("nowhere"));
        Assert.Contains("filtered-popular-test", error.Message, StringComparison.Ordinal);

        string Find(string name) => EvaluationRuns.Find(workspace, "filtered-ranker-test", name, folder.Root);
    }

    [Fact]
    public async Task Compare_SaysWhatIsWrongWithAFileThatIsNoTable()
    {
        using var folder = new TemporaryFolder();
        var one = await WriteAsync(folder, "one", ("a", 1, 1));
        Directory.CreateDirectory(Path.Combine(folder.Root, "bad"));
        folder.Write("bad/predictions.parquet", "no table");
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => EvaluationRuns.CompareAsync(one, Path.Combine(folder.Root, "bad"), 1, TestContext.Current.CancellationToken));
        Assert.Contains("predictions.parquet", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Predictions of users whose target stands at a place of the list, or in none.</summary>
    private static async Task<string> WriteAsync(TemporaryFolder folder, string name, params (string User, int Target, int? Rank)[] users)
    {
        var path = Path.Combine(folder.Root, name);
        Directory.CreateDirectory(path);
        int[] offsets = [.. Enumerable.Range(0, users.Length + 1).Select(user => user * 3)];
        var histories = new UserHistories([.. users.Select(user => user.User)], offsets,
            [.. users.SelectMany(user => (int[])[8, 9, user.Target])]);
        var dataset = new Dataset(_catalog, histories);
        await using var writer = await PredictionWriter.CreateAsync(
            Path.Combine(path, ArtifactNames.Predictions), dataset, dataset.Split.Targets(SplitPart.Test), new int[_catalog.Count],
            TestContext.Current.CancellationToken);
        await writer.AddAsync(
            [.. users.Select((user, place) => new UserPrediction(place, user.Target, ListOf(user.Target, user.Rank), []))],
            TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        return path;
    }

    private static List<Recommendation> ListOf(int target, int? rank)
    {
        var others = Enumerable.Range(0, _catalog.Count).Where(item => item != target).Take((rank ?? 10) - 1);
        int[] items = rank is null ? [.. others] : [.. others, target];
        return [.. items.Select(item => new Recommendation(item, 0, GroundingSource.Ranker))];
    }
}
