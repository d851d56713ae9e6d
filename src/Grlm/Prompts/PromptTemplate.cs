using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Represents a prompt as a text file: placeholders such as <c>{{target}}</c>, and a line of <c>---</c> between what the model is told
/// first (the system's message) and what it is asked. Without such a line, everything is the question. Immutable.
/// </summary>
internal sealed partial class PromptTemplate
{
    private const string Separator = "---";

    private readonly string _system;
    private readonly string _user;

    private PromptTemplate(string system, string user) => (_system, _user) = (system, user);

    /// <summary>Reads a template from a file, or the one that comes with the library.</summary>
    /// <param name="path">The file; null for the library's.</param>
    /// <param name="standard">Name of the library's.</param>
    /// <param name="required">Placeholders that must stand in the question.</param>
    /// <param name="optional">Further placeholders that may.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate Read(string? path, string standard, IReadOnlyList<string> required, IReadOnlyList<string> optional)
        => Parse(path ?? standard, TextOf(path, standard), required, optional);

    /// <summary>Returns the text of a template's file, or of the one that comes with the library.</summary>
    /// <param name="path">The file; null for the library's.</param>
    /// <param name="standard">Name of the library's.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    public static string TextOf(string? path, string standard)
    {
        if (path is not null)
        {
            return UserFile.ReadAllText(path);
        }

        using var resource = new StreamReader(typeof(PromptTemplate).Assembly.GetManifestResourceStream(standard)!);
        return resource.ReadToEnd();
    }

    /// <summary>Reads a template.</summary>
    /// <param name="name">Its file, for messages.</param>
    /// <param name="text">What stands in it.</param>
    /// <param name="required">Placeholders that must stand in the question.</param>
    /// <param name="optional">Further placeholders that may.</param>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate Parse(string name, string text, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        string[] known = [.. required, .. optional];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (Placeholder().Matches(lines[line]).FirstOrDefault(match => !known.Contains(match.Groups["name"].Value)) is { } unknown)
            {
                throw new InvalidInputException(name, line + 1, $"There is no placeholder {unknown.Value}.",
                    $"There are: {Listed(known)}.");
            }
        }

        var separator = Array.FindIndex(lines, line => line.TrimEnd() == Separator);
        var template = new PromptTemplate(
            string.Join('\n', lines.Take(Math.Max(separator, 0))).Trim(),
            string.Join('\n', lines.Skip(separator + 1)).Trim());
        var missing = required.FirstOrDefault(placeholder => !template._user.Contains($"{{{{{placeholder}}}}}", StringComparison.Ordinal));
        return missing is null ? template
            : throw new InvalidInputException(
                $"{name}: the question lacks the placeholder {{{{{missing}}}}}. Put it where its text belongs.");
    }

    /// <summary>Returns the prompt with values in the place of the placeholders. What looks like a placeholder in a value stays.</summary>
    /// <param name="values">A value for every placeholder.</param>
    public IReadOnlyList<ChatMessage> Render(IReadOnlyDictionary<string, string> values)
    {
        var user = new ChatMessage(ChatRole.User, Fill(_user, values));
        return _system.Length == 0 ? [user] : [new ChatMessage(ChatRole.System, Fill(_system, values)), user];
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> values)
        => Placeholder().Replace(text, match => values[match.Groups["name"].Value]);

    private static string Listed(IEnumerable<string> placeholders)
        => string.Join(", ", placeholders.Select(placeholder => $"{{{{{placeholder}}}}}"));

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}

/// <summary>Items as a prompt shows them.</summary>
internal static class PromptText
{
    /// <summary>Holds what stands where there is nothing to show.</summary>
    public const string None = "(none)";

    private const int TargetDescription = 1_000;
    private const int NeighborDescription = 160;

    /// <summary>Returns all that is known of an item, a line a field; fields that it lacks have none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="longest">Characters of a field at most; a description is shorter still.</param>
    public static string Target(Item item, int longest = int.MaxValue)
        => Lines(Fields(item)
            .Select(
                field => (field.Name,
                    Value: Shortened(field.Value, field.Name == "Description" ? Math.Min(TargetDescription, longest) : longest)))
            .Where(field => field.Value.Length > 0));

    /// <summary>Returns the similar items, a line each: title and a shortened description.</summary>
    public static string Neighbors(IEnumerable<Item> items) => Listed(items.Select(item =>
    {
        var description = Shortened(item.Description, NeighborDescription);
        return description.Length == 0 ? OneLine(item.Title) : $"{OneLine(item.Title)}: {description}";
    }));

    /// <summary>
    /// Returns the items that share an item's TID, a line each: their titles and the other fields in which they differ from it.
    /// </summary>
    public static string Others(Item target, IEnumerable<Item> others)
    {
        var own = Fields(target).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        return Listed(others.Select(other => string.Join("; ", Fields(other)
            .Where(field => field.Name == "Title" || own.GetValueOrDefault(field.Name) != field.Value)
            .Select(field => $"{field.Name}: {Shortened(field.Value, NeighborDescription)}"))));
    }

    /// <summary>
    /// Returns a text without markup, on one line, cut at the end of a word where one ends in the second half of what may stay.
    /// </summary>
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

    /// <summary>
    /// Returns a text without markup, on one line. Marks such as <c>&lt;|im_end|&gt;</c> lose their meaning: no title ends a turn.
    /// </summary>
    public static string OneLine(string text)
        => string.Join(' ', PlainText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("<|",
            "< |", StringComparison.Ordinal);

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
