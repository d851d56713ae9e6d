using System.Text.RegularExpressions;
using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

public sealed partial class CommandWordsTests
{
    [Theory]
    [InlineData("There is no 'ranker' yet. Run stage 'rank' first.", "There is no 'ranker' yet. Run 'grlm rank' first.")]
    [InlineData("Run stage 'embed' from the beginning.", "Run 'grlm embed --force'.")]
    [InlineData("To keep them: run stage 'terms' with option 'termIds' 'a.json' with option 'termIds' 'b c.json' again.",
        "To keep them: run 'grlm terms --term-ids a.json --term-ids b c.json' again.")]
    [InlineData("Run stage 'terms' from the beginning with option 'keep' '/w/t.parquet'.", "Run 'grlm terms --force --keep /w/t.parquet'.")]
    [InlineData("Try a smaller batch (option 'batchSize').", "Try a smaller batch (--batch-size).")]
    [InlineData("Or start over (option 'force').", "Or start over (--force).")]
    [InlineData("There is no model 'a/b'. Pull model 'a/b' from a hub.", "There is no model 'a/b'. Run 'grlm model pull a/b' to get one.")]
    [InlineData("The store has no keys yet. Add a key first.", "The store has no keys yet. Run 'grlm keys add NAME' first.")]
    [InlineData("There is no option 'batchsize', and the stage 'fright' is none.",
        "There is no option 'batchsize', and the stage 'fright' is none.")]
    [InlineData("There is no domain 'terms'.", "There is no domain 'terms'.")]
    public void Of_SaysItInTheWordsOfTheCommand(string message, string expected)
    => Assert.Equal(expected, CommandWords.Of(message, new Product()));

    [Fact]
    public void MessagesOfTheLibrary_NameNoCommandAndNoneOfItsOptions()
    {
        var root = Path.GetFullPath(Path.Combine(CommandProcess.Metadata("ProjectDirectory"), "..", "..", "src"));
        var faults =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/Grlm.Cli/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match text in Literal().Matches(line)
            where Command().IsMatch(text.Value)
            select $"{Path.GetFileName(file)}: {text.Value}";
        Assert.Empty(faults);
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();

    // A program, an option behind a blank, a quote or a bracket; no variable of a style sheet.
    [GeneratedRegex(@"\bgrlm [a-z]|(?<!var\()(?<![\w-])--[a-z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
