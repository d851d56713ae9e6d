using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyShop _shop = new();

    private GrlmWorkspace Workspace => new(_folder.Root);

    private string Config => _folder.PathOf("ranker/config.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ranker_ComesBackWithEveryNumber()
    {
        using var model = _shop.CreateRanker();
        SaveRanker(model);

        using var scope = NewDisposeScope();
        using var loaded = Load();
        using var expected = new TorchRanker(model);

        Assert.Equal((expected.MaximumHistory, expected.Temperature, false), (loaded.MaximumHistory, loaded.Temperature, loaded.IsRefit));
        Assert.Equal(expected.UnitItems.ToBits(), loaded.UnitItems.ToBits());
        Assert.Equal(expected.EncodeMetadata().ToBits(), loaded.EncodeMetadata().ToBits());
        Assert.Equal(expected.EncodePrefixes([[3, 1, 4]]).ToBits(), loaded.EncodePrefixes([[3, 1, 4]]).ToBits());
    }

    [Fact]
    public void Models_GiveTheSameAnswersOnceTheyAreLoaded()
    {
        using var rankerModel = _shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = _shop.CreateGenerator(ranker);
        Directory.CreateDirectory(_folder.PathOf("model"));
        SaveRanker(rankerModel);
        GeneratorArtifact.Save(_folder.PathOf("model"), model, _shop.Library);

        using var loaded = new CompactModelLoader().Load(Workspace, _shop.Catalog, _shop.Library, RecommendationSource.Generator,
            GenerationMode.Constrained);

        var (expected, actual) = (new float[_shop.Catalog.Count], new float[_shop.Catalog.Count]);
        var snapshot = RankerArtifact.Snapshot(rankerModel, _shop.Library);
        snapshot.Score([[3, 1, 4]], expected, TestContext.Current.CancellationToken);
        loaded.Ranker.Score([[3, 1, 4]], actual, TestContext.Current.CancellationToken);
        Assert.Equal(expected, actual);
        GenerationRequest[] requests = [new([3, 1, 4], new HashSet<int> { 3 })];
        Assert.Equal(GeneratorArtifact.Snapshot(model, snapshot, _shop.Library).Generate(requests, 5,
            TestContext.Current.CancellationToken), loaded.Generator!.Generate(requests, 5, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Load_NamesTheCommandThatMakesWhatIsMissing()
    {
        Assert.Contains("stage 'rank'", Assert.Throws<MissingPrerequisiteException>(() => Load()).Message, StringComparison.Ordinal);
        SaveRanker();
        File.Delete(_folder.PathOf("ranker/model.safetensors"));
        Assert.Throws<MissingPrerequisiteException>(() => Load());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"modelType\":\"grlm-ranker\",\"shape\":null,\"members\":[{\"temperature\":0.1}],\"libraryVersion\":\"x\"}")]
    public void Load_RefusesAConfigurationThatIsNone(string config)
    {
        SaveRanker();
        File.WriteAllText(Config, config);
        AssertRefused("config.json");
    }

    [Theory]
    [InlineData("\"width\": 16", "\"width\": 0")]
    [InlineData("\"width\": 16", "\"width\": -16")]
    [InlineData("\"heads\": 2", "\"heads\": 0")]
    [InlineData("\"heads\": 2", "\"heads\": 3")]
    [InlineData("\"maximumHistory\": 6", "\"maximumHistory\": 0")]
    [InlineData("\"blocks\": 2", "\"blocks\": -1")]
    [InlineData("\"blocks\": 2", "\"blocks\": 3")] // possible, but not what the weights are
    [InlineData("\"blocks\": 2", "\"blocks\": 1")] // leaves the second block unread
    [InlineData("\"width\": 16", "\"width\": 32")]
    [InlineData("\"temperature\": 0.1", "\"temperature\": 0")]
    public void Load_RefusesAShapeThatIsImpossibleOrNotThatOfTheWeights(string from, string to)
    {
        SaveRanker();
        var config = File.ReadAllText(Config);
        Assert.Contains(from, config, StringComparison.Ordinal);
        File.WriteAllText(Config, config.Replace(from, to, StringComparison.Ordinal));
        AssertRefused("ranker");
    }

    [Fact]
    public void Load_NamesTheTensorsOfAMemberThatTheConfigurationLeavesOut()
    {
        using var model = _shop.CreateRanker();
        Directory.CreateDirectory(_folder.PathOf("ranker"));
        RankerArtifact.Save(_folder.PathOf("ranker"), [model, model], _shop.Library);
        Load().Dispose();
        LoadToRecommend();
        var config = JsonNode.Parse(File.ReadAllText(Config))!;
        config["members"]!.AsArray().RemoveAt(1);
        File.WriteAllText(Config, config.ToJsonString());
        AssertRefused("members.1.");
    }

    [Fact]
    public void Load_NamesATensorOfTheGeneratorThatNothingReads()
    {
        using var rankerModel = _shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = _shop.CreateGenerator(ranker);
        SaveRanker(rankerModel);
        Directory.CreateDirectory(_folder.PathOf("model"));
        GeneratorArtifact.Save(_folder.PathOf("model"), model, _shop.Library);
        var path = _folder.PathOf("model/model.safetensors");
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path,
            [.. model.Parameters.Named, new(GeneratorConfig.UnitNodes, model.NodeVectors()), new("depths.9.up_proj", zeros(1))]);
        var error = Assert.Throws<InvalidInputException>(
            () => new CompactModelLoader().Load(Workspace, _shop.Catalog, _shop.Library, RecommendationSource.Generator,
                GenerationMode.Constrained));
        Assert.Contains("depths.9.up_proj", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RefusesDamagedWeights()
    {
        SaveRanker();
        File.WriteAllText(_folder.PathOf("ranker/model.safetensors"), "these are no weights");
        AssertRefused("model.safetensors");
    }

    [Fact]
    public void Load_RefusesTheModelOfAnotherTermLibrary()
    {
        SaveRanker();
        var other = new TinyShop(seed: 2);
        var error = Assert.Throws<InvalidInputException>(() => RankerArtifact.Load(Workspace, other.Library, CPU));
        Assert.Contains(_shop.Library.Version, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Library.Version, error.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string named)
    {
        Assert.Contains(named, Assert.Throws<InvalidInputException>(() => Load()).Message, StringComparison.Ordinal);
        Assert.Contains(named, Assert.Throws<InvalidInputException>(LoadToRecommend).Message, StringComparison.Ordinal);
    }

    private void LoadToRecommend() => new CompactModelLoader().Load(Workspace, _shop.Catalog, _shop.Library, RecommendationSource.Ranker,
        GenerationMode.Constrained).Dispose();

    private TorchRanker Load() => RankerArtifact.Load(Workspace, _shop.Library, CPU);

    private void SaveRanker()
    {
        using var model = _shop.CreateRanker();
        SaveRanker(model);
    }

    private void SaveRanker(RankerModel model)
    {
        Directory.CreateDirectory(_folder.PathOf("ranker"));
        RankerArtifact.Save(_folder.PathOf("ranker"), [model], _shop.Library);
    }
}
