using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Grlm.Cli;

/// <summary>The options record of a command, put together from layers of JSON. What no layer names has the record's own default.</summary>
/// <typeparam name="TOptions">The options record.</typeparam>
/// <param name="name">Name of the section and of the command.</param>
/// <param name="files">The options, in camelCase, that are paths of files.</param>
internal sealed class OptionSection<TOptions>(string name, params IReadOnlyList<string> files) : IOptionSection
    where TOptions : class
{
    /// <inheritdoc/>
    public string Name => name;

    private static IList<JsonPropertyInfo> Properties => WorkspaceJson.Options.GetTypeInfo(typeof(TOptions)).Properties;

    /// <inheritdoc/>
    public bool Has(string option) => Properties.Any(property => string.Equals(property.Name, option, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void CheckNames(JsonObject values, string origin)
    {
        var names = Properties.Select(property => property.Name).ToList();
        foreach (var (key, _) in values)
        {
            if (!names.Contains(key, StringComparer.Ordinal))
            {
                throw new InvalidOptionsException($"There is no option '{key}' ({origin}).{Suggestion.For(key, names)} There are: {string.Join(", ", names)}.");
            }
        }
    }

    /// <summary>The options that the layers make together, checked.</summary>
    /// <exception cref="InvalidOptionsException">A name or a value isn't one that the command takes, or a required one is missing.</exception>
    public TOptions Read(params IReadOnlyList<OptionLayer> layers)
    {
        var merged = new JsonObject();
        foreach (var layer in layers)
        {
            CheckNames(layer.Values, layer.Origin);
            foreach (var (key, value) in layer.Values)
            {
                merged[key] = Resolve(key, Check(key, value, layer.Origin), layer.BaseDirectory);
            }
        }

        foreach (var property in Properties.Where(property => property.IsRequired && merged[property.Name] is null))
        {
            throw new InvalidOptionsException(
                $"'{name}' needs {OptionName.OnCommandLine(property.Name)} (or \"{property.Name}\" in section \"{name}\" of the workspace's {WorkspaceSettings.FileName}).");
        }

        var options = merged.Deserialize<TOptions>(WorkspaceJson.Options)!;
        OptionsValidation.Validate(options);
        return options;
    }

    private static JsonNode? Check(string key, JsonNode? value, string origin)
    {
        var type = Properties.First(property => string.Equals(property.Name, key, StringComparison.Ordinal)).PropertyType;
        try
        {
            _ = value.Deserialize(type, WorkspaceJson.Options);
            return value?.DeepClone();
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException($"Option '{key}' takes {OptionName.Expected(type)}, not {value?.ToJsonString() ?? "null"} ({origin}).", error);
        }
    }

    private JsonNode? Resolve(string key, JsonNode? value, string baseDirectory)
        => !files.Contains(key, StringComparer.Ordinal) ? value : value switch
        {
            null => null,
            JsonArray paths => new JsonArray([.. paths.Select(path => Resolve(key, path, baseDirectory))]),
            _ => Path.GetFullPath(value.GetValue<string>(), baseDirectory),
        };
}
