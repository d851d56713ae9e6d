using AngleSharp.Dom;

namespace Grlm.Reports.Tests;

public sealed class WorkspaceReportTests : IDisposable
{
    private readonly TinyWorkspace _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Write_AfterTermsAlone_ShowsTheLibrary_AndSaysWhatMakesTheRest()
    {
        await _tiny.ImportAsync();
        await _tiny.MakeTermsAsync();
        var report = await WriteAsync();
        Assert.Equal(
            [
                ("results", false, "evaluate"), ("breakdowns", false, "evaluate"), ("library", true, null),
                ("training", false, "rank"), ("stories", false, "evaluate"), ("stages", true, null),
            ],
            report.Sections.Select(section => (section.Name, section.Present, section.Command)));
        Assert.Equal(Path.Combine(_tiny.Workspace.Root, "evaluation", "report.html"), report.Path);

        var page = Page(report);
        Assert.Equal(4, page.QuerySelectorAll("#library svg").Length);
        Assert.Contains($"of {TinyWorkspace.Titles.Count}", page.QuerySelector("#library .tiles")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("without a model", page.QuerySelector("#library")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("evaluate", page.QuerySelector("#stories .missing code")!.TextContent);
    }

    [Fact]
    public async Task Write_OfATrainedWorkspace_ShowsEverything()
    {
        await MakeAllAsync();
        var report = await WriteAsync();
        Assert.All(report.Sections, section => Assert.True(section.Present, section.Name));

        var page = Page(report);
        Assert.Equal(["Ranker", "Popularity"],
            page.QuerySelectorAll("#results tbody th[scope=row]").Take(2).Select(row => row.TextContent));
        Assert.Equal([".4000.3500–.4500", ".2000.1500–.2500"],
            page.QuerySelector("#results table")!.QuerySelectorAll("tbody td:nth-child(3)").Select(cell => cell.TextContent));
        Assert.Equal(["1–2 (0)", "3–5 (12)", "<script> (18)"],
            page.QuerySelectorAll("#breakdowns tbody th").Select(row => row.TextContent));
        Assert.Equal(2, page.QuerySelectorAll("#training svg").Length);
        Assert.Equal("train", page.QuerySelector("#training .missing code")!.TextContent);
        Assert.Equal(20, page.QuerySelectorAll(".story").Length);
        Assert.Equal(
            ["dataset", "neighbors", "terms", "ranker", "evaluation/filtered-popular-test", "evaluation/filtered-ranker-test"],
            page.QuerySelectorAll("#stages table tbody th").Select(row => row.TextContent));
    }

    [Fact]
    public async Task Write_OfUsersThatAreAlike_SaysThatThereIsNothingToTellApart()
    {
        await _tiny.ImportAsync();
        await _tiny.MakeTermsAsync();
        await _tiny.TrainAsync();
        await _tiny.EvaluateAsync("popular", 0.2, drawn: null, ("3–5", TinyWorkspace.Users));
        var report = await WriteAsync();
        Assert.Contains(report.Sections, section => section is { Name: "breakdowns", Present: true, Command: null });
        Assert.Contains("no groups to tell apart", Page(report).QuerySelector("#breakdowns")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SaysOnHowManyUsersASampleWasEvaluated()
    {
        await MakeAllAsync();
        await _tiny.EvaluateAsync("popular", 0.1, drawn: 10, ("3–5", 10));
        Assert.Equal(
            ["Ranker", "Popularity", "Popularity, 10 users"],
            Page(await WriteAsync()).QuerySelectorAll("#results tbody th[scope=row]").Take(3).Select(row => row.TextContent));
    }

    [Fact]
    public async Task Write_GivesTheSameBytesForTheSameWorkspace()
    {
        await MakeAllAsync();
        var first = File.ReadAllBytes((await WriteAsync()).Path);
        Assert.Equal(first,
            File.ReadAllBytes(
                (await WriteAsync(new ReportOptions { Out = Path.Combine(_tiny.Workspace.Root, "again", "page.html") })).Path));
    }

    [Fact]
    public async Task Stories_AreDrawnByTheSeed_HitsAndMissesAsTheyCome()
    {
        await MakeAllAsync();
        var (first, other, all) = (await UsersAsync(new ReportOptions()), await UsersAsync(new ReportOptions { Seed = 7 }),
            await UsersAsync(new ReportOptions { Stories = 200 }));
        Assert.Equal(first, await UsersAsync(new ReportOptions()));
        Assert.NotEqual(first, other);
        Assert.Equal(Enumerable.Range(0, TinyWorkspace.Users).Select(user => $"{user}"), all);
        Assert.Empty(await UsersAsync(new ReportOptions { Stories = 0 }));

        var stories = Page(await WriteAsync(new ReportOptions { Stories = 200 })).QuerySelectorAll(".story");
        Assert.All(stories,
            (story, user) => Assert.EndsWith(user % 2 == 0 ? "found at 2" : "not among 20", story.QuerySelector("h3")!.TextContent,
                StringComparison.Ordinal));
        Assert.All(stories,
            story => Assert.StartsWith("structural mapping", story.QuerySelector("ol .why")!.TextContent, StringComparison.Ordinal));
        Assert.All(stories, (story, user) => Assert.Equal(user % 2 == 0 ? 1 : 0, story.QuerySelectorAll("li.target").Length));
    }

    [Fact]
    public async Task Write_LeavesOutWhatIsOutOfDate_AndSaysSo()
    {
        await MakeAllAsync();
        await _tiny.ImportAsync("999 1 2 3");
        var report = await WriteAsync();
        Assert.False(report.Sections.Single(section => section.Name == "stories").Present);
        Assert.Contains("'dataset' has changed since", Page(report).QuerySelector("#stages")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SaysWhatIsMissingOrDamaged()
    {
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => WriteAsync());
        await MakeAllAsync();
        var named = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => WriteAsync(new ReportOptions { Evaluation = "nowhere" }));
        Assert.Contains("filtered-ranker-test", named.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOptionsException>(() => WriteAsync(new ReportOptions { Stories = 201 }));

        var metrics = _tiny.Workspace.PathOf("evaluation/filtered-ranker-test", "metrics.json");
        File.WriteAllText(metrics, "{");
        var damaged = await Assert.ThrowsAsync<InvalidInputException>(() => WriteAsync());
        Assert.Contains(metrics, damaged.Message, StringComparison.Ordinal);
    }

    private async Task MakeAllAsync()
    {
        await _tiny.ImportAsync();
        await _tiny.MakeTermsAsync();
        await _tiny.TrainAsync();
        await _tiny.EvaluateAsync("ranker", 0.4);
        await _tiny.EvaluateAsync("popular", 0.2);
    }

    private async Task<string[]> UsersAsync(ReportOptions options)
        => [.. Page(await WriteAsync(options)).QuerySelectorAll(".story h3 bdi").Select(user => user.TextContent)];

    private static IDocument Page(ReportResult report) => PageCheck.Parse(File.ReadAllText(report.Path));

    private Task<ReportResult> WriteAsync(ReportOptions? options = null)
        => WorkspaceReport.WriteAsync(_tiny.Workspace, options ?? new ReportOptions(), TestContext.Current.CancellationToken);
}
