using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm.Providers.Tests;

/// <summary>Which vector is whose.</summary>
public sealed class VectorAnswerTests
{
    [Fact]
    public void Places_AreThoseThatAreNamed_WhateverTheOrder()
    {
        var random = new Random(7);
        for (var count = 1; count < 40; count++)
        {
            var named = Enumerable.Range(0, count).ToArray();
            random.Shuffle(named);
            Assert.Equal(named, VectorAnswer.Places([.. named.Select(place => (long?)place)]));
        }
    }

    [Theory]
    [InlineData("-,-,-")]
    [InlineData("0,0,0")]
    [InlineData("5,5,5")]
    public void Places_AreThoseOfTheTexts_WhereNoneIsNamed(string named) => Assert.Equal([0, 1, 2], VectorAnswer.Places(Parse(named)));

    [Theory]
    [InlineData("0,1,1")]
    [InlineData("1,2,3")]
    [InlineData("0,-,2")]
    [InlineData("0,1,7")]
    [InlineData("9,1,0")]
    public void Places_ThatAreNoOrder_AreRefused_WithWhatWasSeen(string named)
    {
        var error = Assert.Throws<InvalidInputException>(() => VectorAnswer.Places(Parse(named)));
        Assert.Contains(named.Replace("-", "none", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal),
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data": [{"index": 1, "embedding": [3, 4]}, {"index": 0, "embedding": [1, 2]}]}""")]
    [InlineData("""{"data": [{"index": "1", "embedding": [3, 4]}, {"index": 0.0, "embedding": [1, 2]}], "usage": null, "model": null}""")]
    [InlineData("""{"data": [{"embedding": [1, 2]}, {"embedding": [3, 4]}]}""")]
    [InlineData("""{"embeddings": [[1, 2], [3, 4]], "total_duration": "x"}""")]
    [InlineData("[[1, 2], [3, 4]]")]
    [InlineData("""[{"index": 1, "embedding": [[3, 4]]}, {"index": 0, "embedding": [[1, 2]]}]""")]
    [InlineData("""{"data": [{"index": 0, "embedding": "AACAPwAAAEA="}, {"index": 1, "embedding": "AABAQAAAgEA="}]}""")]
    public void Read_GivesTheVectorsInTheOrderOfTheTexts(string answer)
        => Assert.Equal([[1f, 2f], [3f, 4f]], Read(answer, 2)!.Select(vector => vector.Vector.ToArray()));

    [Theory]
    [InlineData("""{"data": [{"index": 0, "embedding": [1, 2]}]}""", "1 vectors for 2 texts")]
    [InlineData("""{"embeddings": []}""", "0 vectors for 2 texts")]
    [InlineData("""{"data": [{"index": 0, "embedding": [null, 2]}, {"index": 1, "embedding": [1, 2]}]}""", "no list of numbers")]
    [InlineData("""{"data": [{"index": 0, "embedding": "???"}, {"index": 1, "embedding": [1, 2]}]}""", "no list of numbers")]
    public void Read_RefusesWhatIsNoVectorForEachText(string answer, string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => Read(answer, 2)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data": null}""")]
    [InlineData("5")]
    public void Read_FindsNothing_WhereThereIsNothing(string answer) => Assert.Null(Read(answer, 2));

    [Fact]
    public async Task OpenAI_GivesEachTextItsOwnVector_WhenTheyComeInAnotherOrder()
    {
        await using var server = await OddServer.StartAsync(body => (200, Reversed(body)));
        var options = new EmbedOptions
        {
            Provider = "openai",
            Model = "m",
            Endpoint = server.Address + "/v1",
            KeyVariable = "GRLM_TEST_KEY_OF_NOBODY"
        };
        using var generator = await new OpenAIProvider().OpenAsync(options, "", null, TestContext.Current.CancellationToken);
        var vectors = await generator.GenerateAsync(["a", "bb", "ccc"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1f, 2f, 3f], vectors.Select(vector => vector.Vector.Span[0]));
    }

    private static string Reversed(JsonNode body) => JsonSerializer.Serialize(new
    {
        data = body["input"]!.AsArray()
            .Select((text, index) => new { index, embedding = (float[])[text!.GetValue<string>().Length, 1] }).Reverse(),
    });

    private static GeneratedEmbeddings<Embedding<float>>? Read(string answer, int count)
        => VectorAnswer.Read(JsonAnswer.Read(answer), count);

    private static long?[] Parse(string named) => [.. named.Split(',').Select(place => place == "-" ? (long?)null : long.Parse(place))];
}
