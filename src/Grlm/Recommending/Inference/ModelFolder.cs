using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm.Internal;

/// <summary>Reads and writes a folder with a model of this product: <c>config.json</c> and <c>model.safetensors</c>.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Stage">Name of the stage that makes it, for error messages.</param>
public sealed record ModelFolder(string Path, string Stage)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Gets the file of the weights.</summary>
    public string WeightsPath => System.IO.Path.Combine(Path, "model.safetensors");

    private string ConfigPath => System.IO.Path.Combine(Path, "config.json");

    /// <summary>Returns the folder of a ranker.</summary>
    public static ModelFolder OfRanker(string path) => new(path, "rank");

    /// <summary>Returns the folder of a compact generator.</summary>
    public static ModelFolder OfGenerator(string path) => new(path, "train");

    /// <summary>Writes the configuration.</summary>
    public void WriteConfig<TConfig>(TConfig config) => File.WriteAllText(ConfigPath, JsonSerializer.Serialize(config, _json));

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no model in the folder.</exception>
    /// <exception cref="InvalidInputException">The file is not a configuration.</exception>
    public TConfig ReadConfig<TConfig>()
    {
        if (!File.Exists(ConfigPath))
        {
            throw new MissingPrerequisiteException($"There is no model in {Path} yet. Run stage '{Stage}' first.");
        }

        try
        {
            return JsonSerializer.Deserialize<TConfig>(File.ReadAllText(ConfigPath), _json)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{ConfigPath} is damaged: {exception.Message} Run stage '{Stage}' again.", exception);
        }
    }

    /// <summary>Opens the weights.</summary>
    /// <exception cref="MissingPrerequisiteException">There are none.</exception>
    /// <exception cref="InvalidInputException">The file is not sound.</exception>
    public TensorFile OpenWeights() => TensorFile.Open(WeightsPath, $"Run stage '{Stage}' again.");

    /// <summary>Refuses a model that was trained with another term library.</summary>
    /// <exception cref="InvalidInputException">The versions differ.</exception>
    public void CheckLibrary(string modelVersion, TermLibrary library)
    {
        if (modelVersion != library.Version)
        {
            throw new InvalidInputException(
                $"{Path} was trained with term library {modelVersion}, and the workspace now has {library.Version}. " +
                    $"Run stage '{Stage}' again.");
        }
    }
}
