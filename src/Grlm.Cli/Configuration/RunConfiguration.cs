using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>
/// The file that <c>grlm run</c> takes: the stages to run with their options, a section each, where the data is and where the workspace.
/// </summary>
internal sealed class RunConfiguration
{
    private const string WorkspaceKey = "workspace";
    private const string DataKey = "data";

    private readonly string _path;
    private readonly JsonObject _members;

    private RunConfiguration(string path, JsonObject members) => (_path, _members) = (path, members);

    /// <summary>The workspace that the file names; null if it doesn't.</summary>
    public string? Workspace => Text(WorkspaceKey);

    /// <summary>The members that a configuration may have.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        WorkspaceKey, DataKey,
        OptionSections.Import.Name, OptionSections.Embed.Name, OptionSections.Terms.Name,
        OptionSections.Rank.Name, OptionSections.Instruct.Name, OptionSections.Train.Name, OptionSections.Evaluate.Name,
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidOptionsException">It isn't JSON, or has a section that there is not.</exception>
    public static RunConfiguration Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"There is no configuration '{path}'. Check the path; samples/ has some to start from.");
        }

        return Of(path, JsonFile.Read(path));
    }

    /// <summary>Takes the sections of a file that has been read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="members">Its members.</param>
    /// <exception cref="InvalidOptionsException">There is a section that there is not.</exception>
    public static RunConfiguration Of(string path, JsonObject members)
    {
        foreach (var (name, _) in members)
        {
            if (!Names.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidOptionsException($"{path}: there is no section '{name}'.{Suggestion.For(name, Names)} There are: {string.Join(", ", Names)}.");
            }
        }

        return new RunConfiguration(path, members);
    }

    /// <summary>The stages that the file has sections for, in the order of the pipeline, with all their options checked.</summary>
    /// <param name="settings">The workspace's <c>grlm.json</c>, which the file wins over.</param>
    /// <param name="data">Folder of the data files; null for the one that the file names.</param>
    /// <exception cref="InvalidOptionsException">An option isn't one, or a value not one that it takes.</exception>
    public IReadOnlyList<PlannedStage> Plan(WorkspaceSettings settings, string? data)
    {
        var dataFolder = data ?? DataFolder();
        List<PlannedStage> stages = [];
        foreach (var import in Read(OptionSections.Import))
        {
            stages.Add(PlannedStage.Of(Pipeline.ImportAsync, import));
            if (!_members.ContainsKey(OptionSections.Terms.Name) && ImportWithTermIds.TermsOptionsOf(import) is { } termsOfImport)
            {
                stages.Add(PlannedStage.Of(Pipeline.TermsAsync, termsOfImport));
            }
        }

        var terms = Read(OptionSections.Terms);
        var embed = Read(OptionSections.Embed);
        if (embed.Count == 0 && terms.Any(options => options.TermIds is null))
        {
            // Terms are made of an item's neighbours.
            embed.Add(OptionSections.Embed.Read(settings.LayerOf(OptionSections.Embed.Name)));
        }

        stages.AddRange(embed.Select(options => PlannedStage.Of(Pipeline.EmbedAsync, options)));
        stages.AddRange(terms.Select(options => PlannedStage.Of(Pipeline.TermsAsync, options)));
        stages.AddRange(Read(OptionSections.Rank).Select(options => PlannedStage.Of(Pipeline.RankAsync, options)));
        stages.AddRange(Read(OptionSections.Instruct).Select(options => PlannedStage.Of(Pipeline.InstructAsync, options)));
        stages.AddRange(Read(OptionSections.Train).Select(options => PlannedStage.Of(Pipeline.TrainAsync, options)));
        stages.AddRange(Read(OptionSections.Evaluate).Select(options => PlannedStage.Of(Pipeline.EvaluateAsync, options)));
        return stages;

        List<TOptions> Read<TOptions>(OptionSection<TOptions> section)
            where TOptions : class
            => [.. LayersOf(section.Name, dataFolder).Select(layer => section.Read(settings.LayerOf(section.Name), layer))];
    }

    /// <summary>The values of a section: one layer, several where it is a list, none where the file has no such section.</summary>
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
