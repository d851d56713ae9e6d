using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

/// <summary>The domain that a user names is what a generator is asked for, and what an evaluation is told apart by.</summary>
public sealed class DomainTests
{
    private static readonly Catalog _catalog = new(new[] { "books", "toys", "Toys", "garden" }.Select((domain, item) => new Item($"{item}", "", "", [], "") { Domain = domain }));

    [Theory]
    [InlineData("books", 0)]
    [InlineData("GARDEN", 3)]
    [InlineData("toys", null)] // two domains are called so, letter case aside
    [InlineData("books,garden", null)]
    [InlineData("", null)]
    public void Recommend_AsksForTheDomainThatIsNamed(string names, int? expected)
    {
        var options = new RecommendOptions { Domain = [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries)] };
        int? asked = -1;
        using var engine = new RecommendationEngine(
            _catalog,
            new UserHistories(["ann"], [0, 1], [0]),
            new TermLibrary([.. _catalog.Select(item => new TermId("a", item.Id))]),
            requests =>
            {
                asked = requests[0].Domain;
                return [[]];
            },
            []);
        RecommendationList.Of(engine, user: null, [0], options);
        Assert.Equal(expected, asked);
    }

    [Fact]
    public void Evaluations_ThatDifferInWhatDecidesTheirFigures_HaveNamesThatDiffer()
    {
        EvaluateOptions[] runs =
        [
            new(), new() { Generation = GenerationMode.Free }, new() { Beams = 50 }, new() { Generation = GenerationMode.Free, Beams = 50 },
            new() { Domain = "free" }, new() { Domain = "a b" }, new() { Domain = "a_b" }, new() { Source = RecommendationSource.Fused, Beams = 50 },
            new() { Source = RecommendationSource.Fused }, new() { Source = RecommendationSource.Ranker }, new() { Protocol = EvaluationProtocol.Paper },
            new() { Part = SplitPart.Validation },
        ];
        Assert.Equal(runs.Length, runs.Select(EvaluationVariant.NameOf).Distinct().Count());
        Assert.Equal("filtered-generator-test", EvaluationVariant.NameOf(runs[0]));
        Assert.Equal("filtered-generator-free-50beams-test", EvaluationVariant.NameOf(runs[3]));
        Assert.Equal("filtered-ranker-test", EvaluationVariant.NameOf(new() { Source = RecommendationSource.Ranker, Beams = 50, Generation = GenerationMode.Free }));
    }
}
