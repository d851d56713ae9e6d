namespace Grlm;

/// <summary>Items as a prompt shows them.</summary>
internal static class PromptText
{
    /// <summary>What stands where there is nothing to show.</summary>
    public const string None = "(none)";

    private const int TargetDescription = 1_000;
    private const int NeighborDescription = 160;

    /// <summary>All that is known of an item, a line a field; fields that it lacks have none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="longest">Characters of a field at most; a description is shorter still.</param>
    public static string Target(Item item, int longest = int.MaxValue)
        => Lines(Fields(item)
            .Select(field => (field.Name, Value: Shortened(field.Value, field.Name == "Description" ? Math.Min(TargetDescription, longest) : longest)))
            .Where(field => field.Value.Length > 0));

    /// <summary>The similar items, a line each: title and a shortened description.</summary>
    public static string Neighbors(IEnumerable<Item> items) => Listed(items.Select(item =>
    {
        var description = Shortened(item.Description, NeighborDescription);
        return description.Length == 0 ? OneLine(item.Title) : $"{OneLine(item.Title)}: {description}";
    }));

    /// <summary>The items that share an item's TID, a line each: their titles and the other fields in which they differ from it.</summary>
    public static string Others(Item target, IEnumerable<Item> others)
    {
        var own = Fields(target).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        return Listed(others.Select(other => string.Join("; ", Fields(other)
            .Where(field => field.Name == "Title" || own.GetValueOrDefault(field.Name) != field.Value)
            .Select(field => $"{field.Name}: {Shortened(field.Value, NeighborDescription)}"))));
    }

    /// <summary>A text without markup, on one line, cut at the end of a word where one ends in the second half of what may stay.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Characters at most, the mark of the cut aside; at 0 nothing stays.</param>
    public static string Shortened(string text, int length)
    {
        var line = OneLine(text);
        if (line.Length <= length || length == 0)
        {
            return length == 0 ? string.Empty : line;
        }

        var end = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        var space = line.LastIndexOf(' ', end);
        return $"{line[..(space > length / 2 ? space : end)]} …";
    }

    /// <summary>A text without markup, on one line. Marks such as <c>&lt;|im_end|&gt;</c> lose their meaning: no title ends a turn.</summary>
    public static string OneLine(string text)
        => string.Join(' ', PlainText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("<|", "< |", StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Value)> Fields(Item item)
    {
        (string Name, string Value)[] fields =
        [
            ("Title", item.Title),
            ("Brand", item.Brand),
            ("Categories", string.Join("; ", item.Categories.Select(path => string.Join(" > ", path)))),
            ("Description", item.Description),
        ];
        return fields.Select(field => (field.Name, OneLine(field.Value))).Where(field => field.Item2.Length > 0);
    }

    private static string Lines(IEnumerable<(string Name, string Value)> fields)
        => string.Join('\n', fields.Select(field => $"{field.Name}: {field.Value}").DefaultIfEmpty(None));

    private static string Listed(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"- {line}").DefaultIfEmpty(None));
}
