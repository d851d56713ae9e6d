using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

/// <summary>The domain that a user names is what a generator is asked for, and what an evaluation is told apart by.</summary>
public sealed class DomainTests
{
    private static readonly Catalog _catalog =
        new(new[] { "books", "toys", "Toys", "garden" }.Select((domain, item) => new Item($"{item}", "", "", [], "") { Domain = domain }));

    [Theory]
    [InlineData("books", 0)]
    [InlineData("GARDEN", 3)]
    [InlineData("toys", null)] // two domains are called so, letter case aside
    [InlineData("books,garden", null)]
    [InlineData("", null)]
    public void Recommend_AsksForTheDomainThatIsNamed(string names, int? expected)
    {
        var options = new RecommendOptions { Domain = [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries)] };
        var generator = new Asked();
        var dataset = new Dataset(_catalog, new UserHistories(["ann"], [0, 1], [0]));
        var library = new TermLibrary([.. _catalog.Select(item => new TermId("a", item.Id))]);
        var models = new LoadedModels(Baselines.TryCreate(RecommendationSource.Popular, library, dataset.Split.Training)!, generator);
        using var recommender = new WorkspaceRecommender(
            new RecommendationEngine(RecommendationSource.Generator, dataset, library, models), new RecommenderOptions());
        Cli.RecommendationList.Of(recommender, user: null, ["0"], options, TestContext.Current.CancellationToken);
        Assert.Equal(expected, generator.Domain);
    }

    [Fact]
    public void Evaluations_ThatDifferInWhatDecidesTheirFigures_HaveNamesThatDiffer()
    {
        EvaluateOptions[] runs =
        [
            new(), new() { Generation = GenerationMode.Free }, new() { Beams = 50 }, new() { Generation = GenerationMode.Free, Beams = 50 },
            new() { Domain = "free" }, new() { Domain = "a b" }, new() { Domain = "a_b" },
            new() { Source = RecommendationSource.Fused, Beams = 50 },
            new() { Source = RecommendationSource.Fused }, new() { Source = RecommendationSource.Ranker },
            new() { Protocol = EvaluationProtocol.Paper },
            new() { Part = SplitPart.Validation },
        ];
        Assert.Equal(runs.Length, runs.Select(EvaluationRuns.VariantOf).Distinct().Count());
        Assert.Equal("filtered-generator-test", EvaluationRuns.VariantOf(runs[0]));
        Assert.Equal("filtered-generator-free-50beams-test", EvaluationRuns.VariantOf(runs[3]));
        Assert.Equal("filtered-ranker-test",
            EvaluationRuns.VariantOf(new() { Source = RecommendationSource.Ranker, Beams = 50, Generation = GenerationMode.Free }));
    }

    private sealed class Asked : ITermIdGenerator
    {
        public int? Domain { get; private set; } = -1;

        public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
            IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
        {
            Domain = requests[0].Domain;
            return [[]];
        }
    }
}
