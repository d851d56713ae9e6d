namespace Grlm.Tests;

public sealed class FusionTuningTests
{
    private const int ItemCount = 40;

    private static readonly TermLibrary _library = Splits.LibraryOf(ItemCount);

    // Every history counts up: the validation target is the last known item plus one.
    private static readonly TrainingSplit _split =
        new LeaveOneOutSplit(
            Splits.Histories([.. Enumerable.Range(0, 30).Select(user => Enumerable.Range(user % 15, 6).ToArray())])).Training;

    [Fact]
    public void Choose_TakesTheSmallestWeightThatIsBest_WhereOnlyTheGeneratorKnows()
    {
        var report = Choose(KnowsNext(), Knows(next: false));
        Assert.Equal((30, 20), (report.Users, report.Beams));
        Assert.Equal(report.Trials.Max(trial => trial.RecallAt10 + trial.NdcgAt10), report.Chosen!.RecallAt10 + report.Chosen.NdcgAt10);
        Assert.True(report.Weight > 0);
        Assert.Equal(1, report.Chosen.NdcgAt10);
        Assert.All(report.Trials.Where(trial => trial.Weight < report.Weight), trial => Assert.True(trial.NdcgAt10 < 1));
    }

    [Fact]
    public void Choose_LeavesTheGeneratorOut_WhereItMisleads()
    {
        var misled = new FakeGenerator(_ => [_library.TermIdOf(39)!]);
        Assert.Equal(0, Choose(misled, Knows(next: true)).Weight);
    }

    [Fact]
    public void Choose_LooksAtNoMoreUsersThanAllowedAndAtValidationTargetsOnly()
    {
        var generator = KnowsNext();
        var report = Choose(generator, Knows(next: false), mostUsers: 7);
        Assert.Equal(7, report.Users);
        Assert.Equal(7, generator.Requests.Count);
        Assert.All(generator.Requests, request => Assert.Equal(4, request.History.Count)); // of six, the last two are targets
    }

    [Fact]
    public void Choose_HasAWeightWhereThereIsNobodyToAsk()
    {
        var nobody = new LeaveOneOutSplit(Splits.Histories([1, 2])).Training;
        var report = new FusionTuning(_library, KnowsNext(), Knows(next: false))
            .Choose(nobody, int.MaxValue, new Progress<StageProgress>(), TestContext.Current.CancellationToken);
        Assert.Equal((FusionReport.UsualWeight, 0, null), (report.Weight, report.Users, report.Chosen));
    }

    [Fact]
    public void File_KeepsTheReport()
    {
        using var workspace = new TemporaryWorkspace();
        var folder = workspace.Workspace.PathOf(ArtifactNames.Model);
        Directory.CreateDirectory(folder);
        Assert.Throws<MissingPrerequisiteException>(() => FusionFile.Read(workspace.Workspace));
        var report = new FusionReport(0.5, 7, 20, [new FusionTrial(0, 0.1, 0.05), new FusionTrial(0.5, 0.2, 0.1)]);

        FusionFile.Write(folder, report);

        var read = FusionFile.Read(workspace.Workspace);
        Assert.Equal(report.Trials, read.Trials);
        Assert.Equal(report.Chosen, read.Chosen);
        File.WriteAllText(Path.Combine(folder, ArtifactNames.Fusion), "{\"weight\": -1}");
        Assert.Throws<InvalidInputException>(() => FusionFile.Read(workspace.Workspace));
    }

    private static FakeGenerator KnowsNext() => new(request => [_library.TermIdOf(request.History[^1] + 1)!]);

    private static FakeRanker Knows(bool next) => new(ItemCount, (history, item) => next && item == history[^1] + 1 ? -0.5f : -5);

    private static FusionReport Choose(FakeGenerator generator, FakeRanker ranker, int mostUsers = int.MaxValue)
        => new FusionTuning(_library, generator, ranker).Choose(_split, mostUsers, new Progress<StageProgress>(),
            TestContext.Current.CancellationToken);
}
