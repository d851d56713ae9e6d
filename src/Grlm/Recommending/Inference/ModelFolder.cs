using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>A folder with a model of this product: <c>config.json</c> and <c>model.safetensors</c>.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Command">The command that makes it, for error messages.</param>
internal sealed record ModelFolder(string Path, string Command)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The file of the weights.</summary>
    public string WeightsPath => System.IO.Path.Combine(Path, "model.safetensors");

    private string ConfigPath => System.IO.Path.Combine(Path, "config.json");

    /// <summary>The folder of a ranker.</summary>
    public static ModelFolder OfRanker(string path) => new(path, ArtifactNames.CommandFor(ArtifactNames.Ranker));

    /// <summary>The folder of a compact generator.</summary>
    public static ModelFolder OfGenerator(string path) => new(path, ArtifactNames.CommandFor(ArtifactNames.Model));

    /// <summary>Writes the configuration.</summary>
    public void WriteConfig<TConfig>(TConfig config) => File.WriteAllText(ConfigPath, JsonSerializer.Serialize(config, _json));

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no model in the folder.</exception>
    /// <exception cref="InvalidInputException">The file is not a configuration.</exception>
    public TConfig ReadConfig<TConfig>()
    {
        if (!File.Exists(ConfigPath))
        {
            throw new MissingPrerequisiteException($"There is no model in {Path} yet. Make it with '{Command}'.");
        }

        try
        {
            return JsonSerializer.Deserialize<TConfig>(File.ReadAllText(ConfigPath), _json)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{ConfigPath} is damaged: {exception.Message} Run '{Command}' again.", exception);
        }
    }

    /// <summary>Opens the weights.</summary>
    /// <exception cref="MissingPrerequisiteException">There are none.</exception>
    /// <exception cref="InvalidInputException">The file is not sound.</exception>
    public TensorFile OpenWeights() => TensorFile.Open(WeightsPath, $"Run '{Command}' again.");

    /// <summary>Refuses a model that was trained with another term library.</summary>
    /// <exception cref="InvalidInputException">The versions differ.</exception>
    public void CheckLibrary(string modelVersion, TermLibrary library)
    {
        if (modelVersion != library.Version)
        {
            throw new InvalidInputException(
                $"{Path} was trained with term library {modelVersion}, and the workspace now has {library.Version}. Run '{Command}' again.");
        }
    }
}
