namespace Grlm.Serving.Tests;

public sealed class ApiDocumentTests(SampleShop shop)
{
    private static string File { get; } = Path.Combine(Repository.Root, "docs", "openapi.json");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_IsTheOneThatIsCheckedIn()
    {
        await using var server = await shop.StartAsync();
        var document = await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Stop);
        if (Environment.GetEnvironmentVariable("GRLM_UPDATE_SNAPSHOTS") == "1")
            await System.IO.File.WriteAllTextAsync(File, document + "\n", Stop);
        Assert.Equal(await System.IO.File.ReadAllTextAsync(File, Stop), document + "\n");
    }

    [Fact]
    public async Task Reference_AsksNoOtherHost()
    {
        await using var server = await shop.StartAsync();
        var page = await server.Client.GetStringAsync(new Uri("/reference/", UriKind.Relative), Stop);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"//", page, StringComparison.Ordinal);
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
    }
}
