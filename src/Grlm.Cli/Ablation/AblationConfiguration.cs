using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>
/// Represents the file that <c>grlm ablate</c> takes: a configuration of <c>grlm run</c>, and named variants of it with what they change;
/// <c>seeds</c> runs each of them several times.
/// </summary>
internal sealed class AblationConfiguration
{
    /// <summary>Name of the configuration without changes.</summary>
    public const string BaseName = "base";

    private const string VariantsKey = "variants";
    private const string SeedsKey = "seeds";
    private const string SeedOption = "seed";

    private readonly string _path;
    private readonly JsonObject _members;
    private readonly Product _product;

    private AblationConfiguration(string path, JsonObject members, Product product)
        => (_path, _members, _product) = (path, members, product);

    /// <summary>Gets the workspace that the file names; null if it doesn't.</summary>
    public string? Workspace => RunConfiguration.Of(_path, BaseMembers(), _product).Workspace;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="product">Has the stages that there may be sections for.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidOptionsException">It isn't JSON, or has no variants.</exception>
    public static AblationConfiguration Load(string path, Product product)
    {
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"There is no configuration '{path}'. Check the path; samples/ has some to start from.");
        }

        var members = JsonFile.Read(path);
        return members[VariantsKey] is JsonObject { Count: > 0 }
            ? new AblationConfiguration(path, members, product)
            : throw new InvalidOptionsException($"{path} has no \"{VariantsKey}\": name at least one, with the options that it changes.");
    }

    /// <summary>Returns the cells of the grid: the base, then the variants in the order of the file, each with every seed.</summary>
    /// <exception cref="InvalidOptionsException">A variant or a seed can't be, or two variants would share a folder.</exception>
    public IReadOnlyList<AblationCell> Cells()
    {
        List<AblationCell> cells = [];
        foreach (var seed in Seeds())
        {
            cells.Add(Cell(BaseName, [], seed));
            foreach (var (name, changes) in (JsonObject)_members[VariantsKey]!)
            {
                cells.Add(Cell(name, JsonFile.ObjectOf(changes, $"{_path}: the variant '{name}'"), seed));
            }
        }

        return cells.GroupBy(cell => cell.Folder, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidOptionsException(
                $"{_path}: '{string.Join("' and '", twice.Select(cell => cell.Name))}' would share the folder '{twice.Key}'. Rename one.")
            : cells;
    }

    private IReadOnlyList<int?> Seeds()
    {
        if (_members[SeedsKey] is not { } node)
        {
            return [null];
        }

        return node is JsonArray { Count: > 0 } list && list.All(one => one is JsonValue value && value.TryGetValue<int>(out _))
            ? [.. list.Select(one => (int?)one!.GetValue<int>()).Distinct()]
            : throw new InvalidOptionsException($"{_path}: '{SeedsKey}' takes a list of whole numbers, not {node.ToJsonString()}.");
    }

    private AblationCell Cell(string name, JsonObject changes, int? seed)
    {
        var members = BaseMembers();
        foreach (var (section, change) in changes)
        {
            members[section] = Changed(members[section], change);
        }

        foreach (var section in _product.Sections.Where(section => seed is not null && section.Has(SeedOption)))
        {
            if (members[section.Name] is JsonObject options)
            {
                options[SeedOption] = seed;
            }
        }

        // A section that a variant sets to null is one that it does without.
        foreach (var absent in members.Where(member => member.Value is null && changes.ContainsKey(member.Key))
            .Select(member => member.Key).ToList())
        {
            members.Remove(absent);
        }

        return new AblationCell(name, seed, changes, RunConfiguration.Of(_path, members, _product));
    }

    private JsonObject BaseMembers()
    {
        var members = (JsonObject)_members.DeepClone();
        members.Remove(VariantsKey);
        members.Remove(SeedsKey);
        return members;
    }

    private static JsonNode? Changed(JsonNode? standard, JsonNode? change)
    {
        if (standard is not JsonObject options || change is not JsonObject changes)
        {
            return change?.DeepClone();
        }

        var changed = (JsonObject)options.DeepClone();
        foreach (var (option, value) in changes)
        {
            changed[option] = value?.DeepClone();
        }

        return changed;
    }
}

/// <summary>Describes one cell of an ablation's grid.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Seed">Seed of its stages; null for that of the options.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Configuration">The whole configuration.</param>
internal sealed record AblationCell(string Name, int? Seed, JsonObject Changes, RunConfiguration Configuration)
{
    /// <summary>Name of its folder among the cells.</summary>
    public string Folder { get; } =
        string.Concat(Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'))
        + (Seed is { } seed ? $"-seed-{seed}" : "");
}
