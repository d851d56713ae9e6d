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

        using var loaded = Load();
        using var expected = new TorchRanker(model);

        Assert.Equal((model.Shape.MaximumHistory, model.Temperature), (loaded.MaximumHistory, loaded.Temperature));
        Assert.Equal(expected.UnitItems.ToBits(), loaded.UnitItems.ToBits());
        Assert.Equal(ScoresOf(expected), ScoresOf(loaded));
    }

    [Fact]
    public void Generator_ComesBackWithEveryNumber()
    {
        using var rankerModel = _shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = _shop.CreateGenerator(ranker);
        Directory.CreateDirectory(_folder.PathOf("model"));
        GeneratorArtifact.Save(_folder.PathOf("model"), model, _shop.Library);

        using var loaded = GeneratorArtifact.Load(Workspace, ranker, _shop.Library);

        Assert.Equal(model.Parameters.Values.ToBits(), loaded.Parameters.Values.ToBits());
        using var scope = NewDisposeScope();
        Assert.Equal(model.NodeVectors(1).ToBits(), loaded.NodeVectors(1).ToBits());
    }

    [Fact]
    public void Load_NamesTheCommandThatMakesWhatIsMissing()
    {
        Assert.Contains("grlm rank", Assert.Throws<MissingPrerequisiteException>(() => Load()).Message, StringComparison.Ordinal);
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
    [InlineData("{\"modelType\":\"grlm-ranker\",\"items\":3,\"shape\":null,\"members\":[],\"refit\":false,\"libraryVersion\":\"x\"}")]
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
    [InlineData("\"width\": 16", "\"width\": 32")]
    [InlineData("\"items\": 40", "\"items\": 41")]
    [InlineData("\"items\": 40", "\"items\": -1")]
    [InlineData("\"temperature\": ", "\"temperature\": -")]
    public void Load_RefusesAShapeThatIsImpossibleOrNotThatOfTheWeights(string from, string to)
    {
        SaveRanker();
        var config = File.ReadAllText(Config);
        Assert.Contains(from, config, StringComparison.Ordinal);
        File.WriteAllText(Config, config.Replace(from, to, StringComparison.Ordinal));
        AssertRefused("ranker");
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
        => Assert.Contains(named, Assert.Throws<InvalidInputException>(() => Load()).Message, StringComparison.Ordinal);

    private float[] ScoresOf(TorchRanker ranker)
    {
        var scores = new float[_shop.Catalog.Count];
        ranker.Score([[3, 1, 4]], scores);
        return scores;
    }

    private TorchRanker Load() => RankerArtifact.Load(Workspace, _shop.Library, CPU);

    private void SaveRanker()
    {
        using var model = _shop.CreateRanker();
        SaveRanker(model);
    }

    private void SaveRanker(RankerModel model)
    {
        Directory.CreateDirectory(_folder.PathOf("ranker"));
        RankerArtifact.Save(_folder.PathOf("ranker"), [model], _shop.Inputs, isRefit: false);
    }
}
