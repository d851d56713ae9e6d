using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Xunit;

namespace Grlm.Samples;

public sealed class ConfigTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private const string LanguageModel = "amazon-beauty-language-model.json";

    public static TheoryData<string> Configs => ["demo.json", "amazon-beauty.json", "amazon-toys.json", LanguageModel];

    [Theory]
    [MemberData(nameof(Configs))]
    public void Config_NamesEveryStageInOrder(string name)
        => Assert.Equal(
            ["workspace", "data", "import", "terms", "rank", .. name == LanguageModel ? ["instruct"] : Array.Empty<string>(), "train",
                "evaluate"],
            Read(name).Select(pair => pair.Key));

    [Fact]
    public void LanguageModel_IsTaughtOnHistoriesThatGoOn()
        => Assert.True(Read(LanguageModel)["instruct"].Deserialize<InstructOptions>(Strict)!.Continued);

    [Theory]
    [MemberData(nameof(Configs))]
    public void Config_UsesOnlyOptionsThatThereAre(string name)
    {
        var config = Read(name);

        Assert.NotNull(config["import"].Deserialize<ImportOptions>(Strict));
        Assert.NotNull(config["terms"].Deserialize<TermsOptions>(Strict));
        Assert.NotEmpty(config["evaluate"].Deserialize<EvaluateOptions[]>(Strict)!);
    }

    [Fact]
    public void Demo_FindsItsFilesBesideItself()
    {
        var config = Read("demo.json");
        var data = Path.Combine(SampleFolder.Configs, config["data"]!.GetValue<string>());

        Assert.All(
            [config["import"]!["items"], config["import"]!["interactions"], config["terms"]!["termIds"]],
            file => Assert.True(File.Exists(Path.Combine(data, file!.GetValue<string>()))));
    }

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(SampleFolder.Configs, name)))!.AsObject();
}
