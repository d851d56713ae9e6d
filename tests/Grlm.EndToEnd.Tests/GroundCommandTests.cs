using System.Text.Json;

namespace Grlm.EndToEnd.Tests;

public sealed class GroundCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Ground_PrintsTermsRepairsAndItems()
    {
        var result = await _product.RunAsync("ground", "Sure: [Soap, gentle, olive, handmade]");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("ground", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Ground_PrintsTheFieldsThatScriptsRelyOn()
    {
        var json = (await _product.RunAsync("ground", "[soap, gentle, olive, raw, men]", "-k", "1", "--json")).Json();
        Assert.Equal(["text", "terms", "repaired", "source", "items"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("[soap, gentle, olive, raw, men]", json.GetProperty("text").GetString());
        Assert.Equal(["soap", "gentle", "olive", "raw", "men"], Texts(json.GetProperty("terms")));
        Assert.Empty(Texts(json.GetProperty("repaired")));
        Assert.Equal("structural", json.GetProperty("source").GetString());
        var item = Assert.Single(json.GetProperty("items").EnumerateArray());
        Assert.Equal(["itemId", "score", "matchedTerms"], item.EnumerateObject().Select(property => property.Name));
        Assert.Equal("104", item.GetProperty("itemId").GetString()); // more popular than 103, which agrees as well
        Assert.Equal(1.0833, item.GetProperty("score").GetDouble());
        Assert.Equal(["soap", "gentle", "olive"], Texts(item.GetProperty("matchedTerms")));
    }

    [Fact]
    public async Task Ground_PrintsOneObjectALine_ForEveryLineOfTheInput()
    {
        _product.Input = "[beard-oil, softening, cedar, jojoba, men]\n\n[soap, gentle\n";
        var result = await _product.RunAsync("ground", "--json");
        Assert.Equal(0, result.ExitCode);
        JsonElement[] lines = [.. result.Output.TrimEnd().Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(["direct", "none", "structural"], lines.Select(line => line.GetProperty("source").GetString()));
        Assert.Equal("The text is empty.", lines[1].GetProperty("reason").GetString());
        Assert.Contains("closing bracket added", Texts(lines[2].GetProperty("repaired")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u0001\u001b[31m\u0007")]
    [InlineData("[zzqx, qqqq, vvvv, wwww, yyyy]")]
    [InlineData("\ud800")]
    public async Task Ground_AnswersBadInputWithAReason_AndExitsWith0(string text)
    {
        foreach (var mode in (string[])["elastic", "reference"])
        {
            var result = await _product.RunAsync("ground", text, "--json", "--mode", mode);
            Assert.Equal(0, result.ExitCode);
            var json = result.Json();
            Assert.Equal("none", json.GetProperty("source").GetString());
            Assert.Empty(json.GetProperty("items").EnumerateArray());
            Assert.NotEqual("", json.GetProperty("reason").GetString());
            Assert.Equal(0, (await _product.RunAsync("ground", text, "--mode", mode)).ExitCode);
        }
    }

    [Theory]
    [InlineData("elastic")]
    [InlineData("reference")]
    public async Task Ground_AnswersALineOfAMegabyte_WithoutRepeatingIt(string mode)
    {
        _product.Input = new string('[', 1_000_000) + "\n[soap, gentle, olive, handmade, unisex]\n";
        var result = await _product.RunAsync("ground", "--json", "--mode", mode);
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(result.Output.Length, 1, 2_000);
        Assert.Equal("direct",
            JsonSerializer.Deserialize<JsonElement>(result.Output.TrimEnd().Split('\n')[1]).GetProperty("source").GetString());
    }

    [Fact]
    public async Task Ground_ReturnsOnlyWhatIsAskedFor()
    {
        var json =
            (await _product.RunAsync("ground", "[hair-mask, softening, olive, protein, unisex]", "--category", "beard", "--json")).Json();
        Assert.Equal(["102"], json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()));
        Assert.Equal(2, (await _product.RunAsync("ground", "[soap]", "--mode", "reference", "--brand", "Lumen")).ExitCode);
    }

    [Fact]
    public async Task Ground_FollowsTheAuthorsCode_InReferenceMode()
    {
        // "mask" is contained in hair-mask, "oil" in beard-oil: 0.8 each, weighted 1 and 1/2.
        var json = (await _product.RunAsync("ground", "[mask, oil]", "--mode", "reference", "--json")).Json();
        var item = Assert.Single(json.GetProperty("items").EnumerateArray());
        Assert.Equal("101", item.GetProperty("itemId").GetString());
        Assert.Equal(0.8, item.GetProperty("score").GetDouble());
        Assert.Equal(["hair-mask"], Texts(item.GetProperty("matchedTerms")));
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString());
}
