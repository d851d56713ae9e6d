using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// A prompt as a text file: placeholders such as <c>{{target}}</c>, and a line of <c>---</c> between what the model is told first (the system's
/// message) and what it is asked. Without such a line, everything is the question. Immutable.
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

    /// <summary>The text of a template's file, or of the one that comes with the library.</summary>
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
                throw new InvalidInputException(name, line + 1, $"There is no placeholder {unknown.Value}.", $"There are: {Listed(known)}.");
            }
        }

        var separator = Array.FindIndex(lines, line => line.TrimEnd() == Separator);
        var template = new PromptTemplate(
            string.Join('\n', lines.Take(Math.Max(separator, 0))).Trim(),
            string.Join('\n', lines.Skip(separator + 1)).Trim());
        var missing = required.FirstOrDefault(placeholder => !template._user.Contains($"{{{{{placeholder}}}}}", StringComparison.Ordinal));
        return missing is null ? template : throw new InvalidInputException($"{name}: the question lacks the placeholder {{{{{missing}}}}}. Put it where its text belongs.");
    }

    /// <summary>The prompt with values in the place of the placeholders. What looks like a placeholder in a value stays.</summary>
    /// <param name="values">A value for every placeholder.</param>
    public IReadOnlyList<ChatMessage> Render(IReadOnlyDictionary<string, string> values)
    {
        var user = new ChatMessage(ChatRole.User, Fill(_user, values));
        return _system.Length == 0 ? [user] : [new ChatMessage(ChatRole.System, Fill(_system, values)), user];
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> values)
        => Placeholder().Replace(text, match => values[match.Groups["name"].Value]);

    private static string Listed(IEnumerable<string> placeholders) => string.Join(", ", placeholders.Select(placeholder => $"{{{{{placeholder}}}}}"));

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
