using System.Text.Json.Nodes;

namespace Grlm.Internal;

/// <summary>
/// Represents a grid of variants of a configuration: the configuration itself, named variants of it with what they change, and seeds that
/// each of them is run with.
/// </summary>
public sealed class AblationGrid
{
    /// <summary>Names the configuration without changes.</summary>
    public const string BaseName = "base";

    /// <summary>Names the option that seeds are given to.</summary>
    public const string SeedOption = "seed";

    private const string VariantsKey = "variants";
    private const string SeedsKey = "seeds";

    private readonly string _path;
    private readonly JsonObject _members;
    private readonly IReadOnlyCollection<string> _seeded;

    /// <param name="path">The file that it was read from, for messages.</param>
    /// <param name="members">The file's members: those of a configuration, <c>variants</c> and <c>seeds</c>.</param>
    /// <param name="seeded">Names of the sections whose options have a seed.</param>
    /// <exception cref="InvalidOptionsException">It has no variants.</exception>
    public AblationGrid(string path, JsonObject members, IReadOnlyCollection<string> seeded)
    {
        (_path, _members, _seeded) = (path, members, seeded);
        if (members[VariantsKey] is not JsonObject { Count: > 0 })
        {
            throw new InvalidOptionsException($"{path} has no \"{VariantsKey}\": name at least one, with the options that it changes.");
        }
    }

    /// <summary>Gets the members of the configuration without changes.</summary>
    public JsonObject Base
    {
        get
        {
            var members = (JsonObject)_members.DeepClone();
            members.Remove(VariantsKey);
            members.Remove(SeedsKey);
            return members;
        }
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
                cells.Add(Cell(name, ChangesOf(name, changes), seed));
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
        var members = Base;
        foreach (var (section, change) in changes)
        {
            members[section] = Changed(members[section], change);
        }

        foreach (var section in seed is null ? [] : _seeded)
        {
            if (members[section] is JsonObject options)
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

        return new AblationCell(name, seed, changes, members);
    }

    private JsonObject ChangesOf(string name, JsonNode? changes)
        => changes as JsonObject ?? throw new InvalidOptionsException(
            $"{_path}: the variant '{name}' takes an object ({{ … }}), not {changes?.ToJsonString() ?? "null"}.");

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
/// <param name="Members">Members of its whole configuration.</param>
public sealed record AblationCell(string Name, int? Seed, JsonObject Changes, JsonObject Members)
{
    /// <summary>Gets the name of its folder among the cells.</summary>
    public string Folder { get; } =
        string.Concat(Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'))
        + (Seed is { } seed ? $"-seed-{seed}" : "");
}
