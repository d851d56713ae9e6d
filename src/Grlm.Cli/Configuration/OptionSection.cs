using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Grlm.Cli;

/// <summary>
/// Holds the options record of a command, put together from layers of JSON. What no layer names has the record's own default.
/// </summary>
/// <typeparam name="TOptions">The options record.</typeparam>
/// <param name="name">Name of the section and of the command.</param>
internal sealed class OptionSection<TOptions>(string name) : IOptionSection
    where TOptions : class
{
    /// <summary>Name of the option that takes the paper's settings for the defaults, where the section has them.</summary>
    public const string PaperOption = "paper";

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Gets the paper's settings, and what the option that takes them says; null where it has none of this.</summary>
    public (TOptions Options, string Description)? OfPaper { get; init; }

    private static IList<JsonPropertyInfo> Properties => WorkspaceJson.Options.GetTypeInfo(typeof(TOptions)).Properties;

    /// <inheritdoc/>
    public bool Has(string option) => Properties.Any(property => string.Equals(property.Name, option, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void CheckNames(JsonObject values, string origin)
    {
        List<string> names = [.. Properties.Select(property => property.Name), .. OfPaper is null ? [] : (string[])[PaperOption]];
        foreach (var (key, _) in values)
        {
            if (!names.Contains(key, StringComparer.Ordinal))
            {
                throw new InvalidOptionsException(
                    $"There is no option '{key}' ({origin}).{Suggestion.For(key, names)} There are: {string.Join(", ", names)}.");
            }
        }
    }

    /// <summary>Returns the options that the layers make together, checked.</summary>
    /// <exception cref="InvalidOptionsException">A name or a value isn't one that the command takes, or a required one is
    /// missing.</exception>
    public TOptions Read(params IReadOnlyList<OptionLayer> layers)
    {
        var merged = TakesPaper(layers) ? JsonSerializer.SerializeToNode(OfPaper!.Value.Options, WorkspaceJson.Options)!.AsObject() : [];
        foreach (var layer in layers)
        {
            CheckNames(layer.Values, layer.Origin);
            foreach (var (key, value) in layer.Values.Where(option => option.Key != PaperOption))
            {
                merged[key] = Resolve(key, Check(key, value, layer.Origin), layer.BaseDirectory);
            }
        }

        foreach (var property in Properties.Where(property => property.IsRequired && merged[property.Name] is null))
        {
            throw new InvalidOptionsException(
                $"'{name}' needs {OptionName.OnCommandLine(property.Name)} (or \"{property.Name}\" in section \"{name}\" " +
                    $"of the workspace's {WorkspaceSettings.FileName}).");
        }

        var options = merged.Deserialize<TOptions>(WorkspaceJson.Options)!;
        OptionsValidation.Validate(options);
        return options;
    }

    /// <summary>Tells whether the layers take the paper's settings for the defaults.</summary>
    /// <exception cref="InvalidOptionsException">A layer doesn't say it by true or false.</exception>
    public bool TakesPaper(IReadOnlyList<OptionLayer> layers)
    {
        var takes = false;
        foreach (var layer in layers.Where(layer => OfPaper is not null && layer.Values.ContainsKey(PaperOption)))
        {
            var value = layer.Values[PaperOption];
            takes = value is JsonValue said && said.TryGetValue<bool>(out var paper)
                ? paper
                : throw new InvalidOptionsException(
                    $"Option '{PaperOption}' takes {OptionName.Expected(typeof(bool))}, " +
                        $"not {value?.ToJsonString() ?? "null"} ({layer.Origin}).");
        }

        return takes;
    }

    /// <summary>
    /// Returns what the paper sets and the options have otherwise, as people read it: <c>epochs 1 (paper: 3)</c>; empty where all are the
    /// paper's.
    /// </summary>
    public IEnumerable<string> UnlikePaper(TOptions options)
    {
        var (defaults, paper, read) = (Values(Activator.CreateInstance<TOptions>()), Values(OfPaper!.Value.Options), Values(options));
        return paper
            .Where(
                option => !JsonNode.DeepEquals(option.Value, defaults[option.Key]) && !JsonNode.DeepEquals(option.Value, read[option.Key]))
            .Select(option => $"{option.Key} {Text(read[option.Key])} (paper: {Text(option.Value)})");

        static JsonObject Values(TOptions options) => JsonSerializer.SerializeToNode(options, WorkspaceJson.Options)!.AsObject();

        static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
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
            throw new InvalidOptionsException(
                $"Option '{key}' takes {OptionName.Expected(type)}, not {value?.ToJsonString() ?? "null"} ({origin}).", error);
        }
    }

    private static bool IsPath(string key)
        => Properties.First(property => string.Equals(property.Name, key, StringComparison.Ordinal)).AttributeProvider
            is MemberInfo member && member.GetCustomAttribute<OptionAttribute>() is { IsPath: true };

    private static JsonNode? Resolve(string key, JsonNode? value, string baseDirectory)
        => !IsPath(key) ? value : value switch
        {
            null => null,
            JsonArray paths => new JsonArray([.. paths.Select(path => Resolve(key, path, baseDirectory))]),
            _ when value.GetValue<string>() is PipedInputs.StandardInput => value,
            _ => UserPath.Resolve(value.GetValue<string>(), baseDirectory),
        };
}
