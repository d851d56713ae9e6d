using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>A folder with a model: <c>config.json</c> and <c>model.safetensors</c>.</summary>
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

    private string ConfigPath => System.IO.Path.Combine(Path, "config.json");

    private string WeightsPath => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>Writes configuration and weights.</summary>
    public void Save<TConfig>(TConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> weights)
    {
        SafetensorsFile.Write(WeightsPath, weights);
        File.WriteAllText(ConfigPath, JsonSerializer.Serialize(config, _json));
    }

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

    /// <summary>Reads the weights into a model that the configuration describes.</summary>
    /// <exception cref="InvalidInputException">The weights are damaged or of another shape.</exception>
    public void ReadWeights(IReadOnlyList<KeyValuePair<string, Tensor>> weights) => SafetensorsFile.ReadInto(WeightsPath, weights);

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
