using System.Text.RegularExpressions;

namespace Grlm.Tests;

/// <summary>How the repository's own files read: what a compiler does not look at.</summary>
public sealed partial class SourceFilesTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 350;

    private static readonly string[] _folders = ["src", "tests", "benchmarks", "samples", "build"];

    /// <summary>Words that a summary which says what something does cannot begin with.</summary>
    private static readonly HashSet<string> _noVerbs = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "all", "an", "how", "if", "it", "its", "one", "that", "the", "their", "these", "they", "this", "those", "what", "when",
        "where", "whether", "which", "who", "whose", "why",
    };

    private static readonly HashSet<string> _types = ["class", "record", "struct", "interface", "enum", "delegate", "implicit", "explicit"];

    [Fact]
    public void Lines_KeepWithinTheColumnsThatEditorsAreTold()
    {
        Assert.Contains(
            $"max_line_length = {LongestLine}",
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, ".editorconfig")),
            StringComparison.Ordinal);
        Assert.Empty(Files(_folders).SelectMany(file => LongLines(file.Text).Select(line => $"{file.Path}:{line}")));
    }

    [Theory]
    [InlineData(140, false)]
    [InlineData(141, true)]
    public void LongLines_AreThoseBeyondTheLimit(int length, bool isLong)
        => Assert.Equal(isLong ? [2] : [], LongLines($"first\n{new string('x', length)}\nlast"));

    [Fact]
    public void LongLines_LeavesOutWhatCannotBeBroken()
    {
        var rest = new string('x', LongestLine);
        Assert.Empty(LongLines($"\"\"\"\n{rest}x\n\"\"\"\nvar one = \"\"\"{rest}\"\"\";\n/// <inheritdoc cref=\"{rest}\"/>"));
        Assert.Equal([4], LongLines($"\"\"\"\n{rest}x\n\"\"\"\n{rest}x"));
    }

    [Fact]
    public void Files_HaveAtMostSoManyLines()
        => Assert.Empty(Files(_folders)
            .Where(file => file.Text.AsSpan().Count('\n') > LongestFile)
            .Select(file => $"{file.Path}: {file.Text.AsSpan().Count('\n')} lines"));

    [Fact]
    public void PublicTypes_StandAloneInTheFileOfTheirName()
    {
        var faults = Files("src")
            .Where(file => !InternalNamespace().IsMatch(file.Text))
            .Select(file => (file.Path, Types: PublicTypes(file.Text)))
            .Where(file => file.Types.Any(type => type != Path.GetFileNameWithoutExtension(file.Path)));
        Assert.Empty(faults.Select(file => $"{file.Path}: {string.Join(", ", file.Types)}"));
    }

    [Fact]
    public void PublicTypes_AreFoundWhateverTheirKind()
        => Assert.Equal(
            ["A", "B", "C", "D", "E"],
            PublicTypes(
                "public sealed class A;\npublic static partial class B\n{\n    public enum Inner { }\n}\n" +
                "internal class No;\npublic readonly record struct C(int X);\npublic interface D;\npublic delegate int? E(int x);\n"));

    [Fact]
    public void Summaries_BeginWithAVerb()
        => Assert.Empty(Files("src").SelectMany(
            file =>
                FirstWords(file.Text).Where(word => _noVerbs.Contains(word.Word)).Select(word => $"{file.Path}:{word.Line}: {word.Word}")));

    /// <summary>A method does something, and its summary begins with what it does: <c>Reads</c>, <c>Returns</c>.</summary>
    [Fact]
    public void SummariesOfMethods_BeginWithWhatTheyDo()
        => Assert.Empty(Files("src").SelectMany(file => MethodsWithoutVerb(file.Text).Select(method => $"{file.Path}: {method}")));

    [Fact]
    public void MethodsWithoutVerb_AreThoseWhoseSummaryBeginsOtherwise()
        => Assert.Equal(
            ["Hash", "Name"],
            MethodsWithoutVerb(
                """
                    /// <summary>Hash of it.</summary>
                    public static string Hash(string text) => "";

                    /// <summary>Returns it.</summary>
                    internal int Get(int x) => x;

                    /// <summary>Number of them.</summary>
                    public int Count => Sum(1);

                    /// <summary>
                    /// <c>x</c> as it is written.
                    /// </summary>
                    /// <param name="y">It.</param>
                    [Pure]
                    private async Task<IReadOnlyList<string>> Name<T>(int y)

                    /// <summary>New one.</summary>
                    public Thing(int x)

                    /// <summary>The thing.</summary>
                    public sealed record Thing(int X);
                """.ReplaceLineEndings("\n")));

    [Fact]
    public void FirstWords_AreReadFromOneLineAndFromSeveral()
        => Assert.Equal(
            [(1, "Reads"), (3, "What")],
            FirstWords("/// <summary>Reads it.</summary>\n/// <summary>\n    /// What it is.\n/// </summary>"));

    private static IEnumerable<(string Path, string Text)> Files(params string[] folders)
    {
        string[] made = ["obj", "bin"];
        return folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(SharedData.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(SharedData.RepositoryRoot, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(made).Any())
            .Order(StringComparer.Ordinal)
            .Select(file => (file, File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file)).ReplaceLineEndings("\n")));
    }

    /// <summary>Numbers of the lines that are too long, but for raw texts, whose lines are another format's, and references.</summary>
    private static IEnumerable<int> LongLines(string text)
    {
        var isRaw = false;
        foreach (var (number, line) in text.Split('\n').Index())
        {
            var quotes = RawQuotes().Count(line);
            if (line.Length > LongestLine && !isRaw && quotes == 0 && !line.Contains(" cref=", StringComparison.Ordinal))
            {
                yield return number + 1;
            }

            isRaw ^= quotes % 2 == 1;
        }
    }

    private static string[] PublicTypes(string text)
        => [.. PublicType().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<(int Line, string Word)> FirstWords(string text)
        => Summary().Matches(text).Select(
            match => (text.AsSpan(0, match.Groups["word"].Index).Count('\n') + 1, match.Groups["word"].Value));

    private static IEnumerable<string> MethodsWithoutVerb(string text)
        => MethodSummary().Matches(text)
            .Where(match => !_types.Contains(match.Groups["type"].Value) && !Verb().IsMatch(match.Groups["word"].Value))
            .Select(match => match.Groups["name"].Value);

    [GeneratedRegex(
        @"/// <summary>\s*(///\s*)?(?<word>\S+)[^\n]*\n(\s*(///|\[)[^\n]*\n)*" +
        @"\s*((public|internal|protected|private|static|async|override|virtual|abstract|sealed|partial|unsafe|readonly|new)\s+)+" +
        @"(?<type>\w[^\s=(]*(\s*<[^=(]*>)?\S*)\s+(?<name>\w+)(<[^(\n]*>)?\(",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MethodSummary();

    [GeneratedRegex(@"^[A-Z][a-z]+s\b", RegexOptions.NonBacktracking)]
    private static partial Regex Verb();

    [GeneratedRegex("\"{3,}", RegexOptions.NonBacktracking)]
    private static partial Regex RawQuotes();

    [GeneratedRegex(
        @"^public\s+((static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*" +
        @"(class|struct|interface|enum|record(\s+(class|struct))?|delegate\s+\S+)\s+(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace \S+\.Internal;", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex InternalNamespace();

    [GeneratedRegex(@"/// <summary>\s*(///\s*)?(?<word>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Summary();
}
