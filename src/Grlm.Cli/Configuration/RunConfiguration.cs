using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>
/// Represents the file that <c>grlm run</c> takes: the stages to run with their options, a section each, where the data is and where the
/// workspace.
/// </summary>
internal sealed class RunConfiguration
{
    private const string WorkspaceKey = "workspace";
    private const string DataKey = "data";

    private readonly string _path;
    private readonly JsonObject _members;
    private readonly IReadOnlyList<IStageCommand> _stages;

    private RunConfiguration(string path, JsonObject members, IReadOnlyList<IStageCommand> stages)
        => (_path, _members, _stages) = (path, members, stages);

    /// <summary>Gets the workspace that the file names; null if it doesn't.</summary>
    public string? Workspace => Text(WorkspaceKey);

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="product">Has the stages that there may be sections for.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidOptionsException">It isn't JSON, or has a section that there is not.</exception>
    public static RunConfiguration Load(string path, Product product) => Of(path, JsonFile.ReadConfiguration(path), product);

    /// <summary>Takes the sections of a file that has been read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="members">Its members.</param>
    /// <param name="product">Has the stages that there may be sections for.</param>
    /// <exception cref="InvalidOptionsException">There is a section that there is not.</exception>
    public static RunConfiguration Of(string path, JsonObject members, Product product)
    {
        IReadOnlyList<IStageCommand> stages = [.. product.Stages.Where(stage => stage.IsInRuns)];
        string[] names = [WorkspaceKey, DataKey, .. stages.Select(stage => stage.Section.Name)];
        foreach (var (name, _) in members)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidOptionsException(
                    $"{path}: there is no section '{name}'.{Suggestion.For(name, names)} There are: {string.Join(", ", names)}.");
            }
        }

        return new RunConfiguration(path, members, stages);
    }

    /// <summary>Returns the stages that the file has sections for, in the order of the pipeline, with all their options checked.</summary>
    /// <param name="settings">The workspace's <c>grlm.json</c>, which the file wins over.</param>
    /// <param name="data">Folder of the data files; null for the one that the file names.</param>
    /// <exception cref="InvalidOptionsException">An option isn't one, or a value not one that it takes.</exception>
    public IReadOnlyList<PlannedRun> Plan(WorkspaceSettings settings, string? data)
    {
        var dataFolder = data ?? DataFolder();
        var plans = _stages.ToDictionary(stage => stage,
            stage => LayersOf(stage.Section.Name, dataFolder).Select(layer => Plan(stage, layer)).ToList());
        var taken = plans.Values.SelectMany(runs => runs).Select(run => run.Takes).ToHashSet();
        return [.. plans.SelectMany(
            plan => plan.Value.Count == 0 && taken.Contains(plan.Key.Section.Name) ? [Plan(plan.Key)] : plan.Value)];

        PlannedRun Plan(IStageCommand stage, params IReadOnlyList<OptionLayer> layers)
            => stage.Plan([settings.LayerOf(stage.Section.Name), .. layers], _members.ContainsKey);
    }

    /// <summary>Returns the values of a section: one layer, several where it is a list, none where the file has no such section.</summary>
    private IEnumerable<OptionLayer> LayersOf(string section, string dataFolder)
    {
        if (!_members.TryGetPropertyValue(section, out var node))
        {
            return [];
        }

        var origin = $"section '{section}' of {_path}";
        IReadOnlyList<JsonNode?> parts = node is JsonArray list ? [.. list] : new[] { node };
        return parts.Select(part => new OptionLayer(origin, JsonFile.ObjectOf(part, origin), dataFolder));
    }

    private string DataFolder()
    {
        var folder = Path.GetDirectoryName(_path)!;
        return !_members.ContainsKey(DataKey) ? folder
            : Text(DataKey) is { } data ? UserPath.Resolve(data, folder)
            : throw new InvalidOptionsException($"{_path} leaves open where the data is. Say it with --data DIR.");
    }

    private string? Text(string key) => _members[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw new InvalidOptionsException($"{_path}: '{key}' takes a text, not {other.ToJsonString()}."),
    };
}

/// <summary>Option values from one place. Later layers win over earlier ones.</summary>
/// <param name="Origin">Where they stand, for messages: <c>section 'rank' of W/grlm.json</c>.</param>
/// <param name="Values">The values by camelCase name.</param>
/// <param name="BaseDirectory">What relative paths among them are relative to.</param>
internal sealed record OptionLayer(string Origin, JsonObject Values, string BaseDirectory);

/// <summary>Reads JSON files that people write: comments and trailing commas are fine.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a configuration that a user names.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidOptionsException">It isn't a JSON object.</exception>
    public static JsonObject ReadConfiguration(string path) => File.Exists(path)
        ? Read(path)
        : throw new MissingPrerequisiteException($"There is no configuration '{path}'. Check the path; samples/ has some to start from.");

    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidOptionsException">The file isn't JSON, not an object, names a key twice, or holds half of a
    /// letter.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            var node = JsonNode.Parse(UserFile.ReadAllText(path), documentOptions: Options);
            Decode(node);
            return ObjectOf(node, path);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOptionsException(
                $"{path}: a text in it holds half of a letter: one of \\ud800 to \\udfff without its other half.", error);
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException(
                $"{path}{(error.LineNumber is { } line ? $":{line + 1}" : "")}: not valid JSON. {error.Message}", error);
        }
    }

    /// <summary>Names and texts are decoded where they are read first: here, where the file can be named.</summary>
    private static void Decode(JsonNode? node)
    {
        foreach (var part in node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements
            => elements,
            _ => []
        })
        {
            Decode(part);
        }

        if (node?.GetValueKind() == JsonValueKind.String)
        {
            _ = node.GetValue<string>();
        }
    }

    /// <summary>Returns the node as an object.</summary>
    /// <exception cref="InvalidOptionsException">It is something else.</exception>
    public static JsonObject ObjectOf(JsonNode? node, string what)
        => node as JsonObject
            ?? throw new InvalidOptionsException($"{what} takes an object ({{ … }}), not {node?.ToJsonString() ?? "null"}.");
}
