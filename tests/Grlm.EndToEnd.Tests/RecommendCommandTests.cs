namespace Grlm.EndToEnd.Tests;

public sealed class RecommendCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Recommend_PrintsTitlesTermsAndSources()
    {
        var result = await _product.RunAsync("recommend", "--user", "ann", "--exclude-seen", "false");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("recommend", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Recommend_PrintsOneJsonDocument()
    {
        var json = (await _product.RunAsync("recommend", "--history", "104,102", "-k", "2", "--json")).Json();
        Assert.Equal(["104", "102"], json.GetProperty("history").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(2, json.GetProperty("items").GetArrayLength());
        var first = json.GetProperty("items")[0];
        Assert.Equal("101", first.GetProperty("itemId").GetString());
        Assert.Equal("Citrus hair mask with protein, colour lock, 250 ml", first.GetProperty("title").GetString());
        Assert.Equal("hair-mask", first.GetProperty("terms")[0].GetString());
        Assert.Equal(-1.5, first.GetProperty("score").GetDouble());
        Assert.Equal("direct", first.GetProperty("source").GetString());
        Assert.True(json.GetProperty("milliseconds").GetDouble() >= 0);
        Assert.False(json.TryGetProperty("user", out _));
    }

    [Fact]
    public async Task Recommend_LeavesOutWhatWasSeen_UnlessTold()
    {
        Assert.Equal(["104"], await ItemsAsync("--user", "ann"));
        Assert.Equal(["101", "102", "103", "104"], await ItemsAsync("--user", "ann", "--exclude-seen", "false"));
    }

    [Fact]
    public async Task Recommend_ShowsOnlyItemsOfTheCategoriesAndBrandsAskedFor()
    {
        Assert.Equal(["101", "102"], await ItemsAsync("--history", "104", "--category", "hair", "--category", "beard"));
        Assert.Equal(["102"], await ItemsAsync("--history", "104", "--category", "Beard", "--brand", "lumen"));
        Assert.Equal(["102"], await ItemsAsync("--history", "104", "--filter", "category == 'beard' && brand startsWith 'LU'"));
        Assert.Equal(["101"], await ItemsAsync("--history", "102", "--brand", "Lumen"));
    }

    [Fact]
    public async Task Recommend_SaysWhyThereIsNothing()
    {
        var everything = await _product.RunAsync("recommend", "--history", "101,102,103,104");
        Assert.Equal(0, everything.ExitCode);
        Assert.Contains("--exclude-seen false", everything.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Score", everything.Output, StringComparison.Ordinal);

        var json = (await _product.RunAsync("recommend", "--history", "101,102,103,104", "--json")).Json();
        Assert.Equal("allSeen", json.GetProperty("emptyBecause").GetString());
        Assert.False((await _product.RunAsync("recommend", "--user", "ann", "--json")).Json().TryGetProperty("emptyBecause", out _));
    }

    [Theory]
    [InlineData("--category", "Beer", "'Beer'")]
    [InlineData("--filter", "brand = 'Lumen'", "Filter, position 7")]
    [InlineData("--brand", "Lumme", "'Lumme'")]
    public async Task Recommend_RefusesWhatNoItemIs_AndExitsWith3(string option, string value, string problem)
    {
        var result = await _product.RunAsync("recommend", "--user", "ann", option, value);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--user", "cy", "'cy'")]
    [InlineData("--history", "101,999", "'999'")]
    public async Task Recommend_NamesWhatItDoesNotKnow_AndExitsWith3(string option, string value, string problem)
    {
        var result = await _product.RunAsync("recommend", option, value);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> ItemsAsync(params string[] arguments)
        => (await _product.RunAsync(["recommend", "--json", .. arguments])).Json().GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("itemId").GetString());
}
