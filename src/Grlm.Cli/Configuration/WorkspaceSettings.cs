using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>Represents a workspace's <c>grlm.json</c>: option values by command. The command line wins over it.</summary>
internal sealed class WorkspaceSettings
{
    /// <summary>Names the name of the file in the workspace.</summary>
    public const string FileName = "grlm.json";

    private const string RenamedSection = "tune";

    private readonly string _directory;
    private readonly JsonObject _sections;

    private WorkspaceSettings(string directory, JsonObject sections) => (_directory, _sections) = (directory, sections);

    /// <summary>Names of the sections that there are.</summary>
    public IEnumerable<string> Sections => _sections.Select(section => section.Key);

    /// <summary>Reads and checks the file; without one, there are no sections.</summary>
    /// <exception cref="InvalidOptionsException">It isn't JSON, or has a section or an option that there is not.</exception>
    /// <param name="directory">The workspace.</param>
    /// <param name="sections">The sections that there may be.</param>
    public static WorkspaceSettings Load(string directory, IEnumerable<IOptionSection> sections)
    {
        var path = Path.Combine(directory, FileName);
        var settings = new WorkspaceSettings(directory, File.Exists(path) ? JsonFile.Read(path) : []);
        var known = sections.ToDictionary(section => section.Name, StringComparer.Ordinal);
        foreach (var name in settings.Sections)
        {
            if (!known.TryGetValue(name, out var section))
            {
                throw new InvalidOptionsException(
                    $"{path}: there is no section '{name}'." +
                    (name == RenamedSection ? $" It is called '{SweepCommand.Name}' now." : Suggestion.For(name, known.Keys)) +
                    $" There are: {string.Join(", ", known.Keys)}.");
            }

            var layer = settings.LayerOf(name);
            section.CheckNames(layer.Values, layer.Origin);
        }

        return settings;
    }

    /// <summary>Returns the values of one section; paths in it are relative to the workspace.</summary>
    public OptionLayer LayerOf(string section)
    {
        var origin = $"section '{section}' of {Path.Combine(_directory, FileName)}";
        return new OptionLayer(origin, _sections.ContainsKey(section) ? JsonFile.ObjectOf(_sections[section], origin) : [], _directory);
    }

    /// <summary>Writes options into a section of the file, and makes it if it isn't there; everything else in it stays.</summary>
    /// <param name="directory">The workspace.</param>
    /// <param name="section">Name of the section.</param>
    /// <param name="options">Values by name.</param>
    public static void Write(string directory, string section, IEnumerable<KeyValuePair<string, JsonNode?>> options)
    {
        var path = Path.Combine(directory, FileName);
        var sections = File.Exists(path) ? JsonFile.Read(path) : [];
        var values = sections[section] as JsonObject ?? [];
        foreach (var (name, value) in options)
        {
            values[name] = value;
        }

        sections[section] = values.DeepClone();
        AtomicFile.WriteAllText(path, sections.ToJsonString(WorkspaceJson.Options) + "\n");
    }
}

/// <summary>Represents a section of <c>grlm.json</c>: the options of one command.</summary>
internal interface IOptionSection
{
    /// <summary>Name of the section and of the command.</summary>
    string Name { get; }

    /// <summary>Tells whether the command has an option, named in camelCase.</summary>
    bool Has(string option);

    /// <summary>Checks that every key is an option.</summary>
    /// <exception cref="InvalidOptionsException">One isn't.</exception>
    void CheckNames(JsonObject values, string origin);
}
