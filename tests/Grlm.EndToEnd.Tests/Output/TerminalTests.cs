using Grlm.Cli;
using Spectre.Console;

namespace Grlm.EndToEnd.Tests;

public sealed class TerminalTests : IDisposable
{
    private const string Hostile = "\e[2J\e]0;title\a\u202e\u009bx";
    private const string Shown = @"\u{1b}[2J\u{1b}]0;title\u{7}\u{202e}\u{9b}x";

    private readonly StringReader _input = new("");
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _messages = new() { NewLine = "\n" };

    public void Dispose()
    {
        _input.Dispose();
        _results.Dispose();
        _messages.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryWayToTheTerminal_EscapesWhatIsNotLayout(bool inColor)
    {
        var terminal = Terminal(inColor);
        terminal.Result(Hostile);
        terminal.ResultPart("\e");
        terminal.ResultPart("[2J");
        terminal.ResultWriter.Write(Hostile);
        terminal.Message(Hostile);
        terminal.Message(Hostile, Hostile);
        terminal.Fault(Hostile);
        terminal.MessageWriter.WriteLine(Hostile.ToCharArray());
        terminal.Json($"\"{Hostile}\"");

        // Even what was drawn by another than the command's own texts.
        terminal.Result(
            new Rows(new Text(Hostile), new Table().AddColumn(new TableColumn(new Text(Hostile))), new Panel(new Text(Hostile))));

        var all = (_results.ToString() + _messages).Replace("\e[31mgrlm:\e[0m", "", StringComparison.Ordinal);
        Assert.DoesNotContain(all, letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain('\u202e', all);
        Assert.StartsWith($"{Shown}\n\\u{{1b}}[2J{Shown}", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"\\u001b[2J\\u001b]0;title\\u0007\\u202e\\u009bx\"", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_KeepsLineEndsOfAnIdFromPassingForAMessage()
    {
        Terminal(inColor: false).Fault("There is no user 'x\ngrlm: all is well'.");
        Assert.Equal("grlm: There is no user 'x\n      grlm: all is well'.\n", _messages.ToString());
    }

    [Fact]
    public void Tables_MeasureWhatIsDrawn()
    {
        var items = new[] { ("\e[31mred", "火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋火鍋"), ("plain", "one\ntwo"), ("\u202e", new string('a', 3000)) };
        var list = new Cli.RecommendationList("u",
            [], [.. items.Select(item => new RecommendedItem(item.Item1, item.Item2, ["\u0007"], 1, GroundingSource.Direct))], 1);
        Terminal(inColor: false).Result(RecommendationTables.Of(list, 80));

        var lines = _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains(@"\u{1b}[31mred", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("one two", StringComparison.Ordinal));
        Assert.InRange(lines.Max(Printed.WidthOf), 70, 80);

        // Every id begins in the same column: what stands before it has the width that was reckoned with.
        Assert.Single(items.Select(item => Column(lines, TextEscaper.Escape(item.Item1))).Distinct());
    }

    [Theory]
    [InlineData("x", 1, "x")]
    [InlineData("xy", 1, "…")]
    [InlineData("hair mask", 6, "hair…")]
    [InlineData("火鍋火鍋", 6, "火鍋…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…")]
    [InlineData("xyz", 0, "…")]
    [InlineData("xyz", -3, "…")]
    public void Line_IsCutToColumns_BetweenLetters(string text, int width, string shown)
    {
        Terminal(inColor: false).Result(Printed.Line(text, width));
        Assert.Equal(shown, _results.ToString().TrimEnd());
    }

    [Fact]
    public void AStreamThatCannotBeWritten_IsAPrerequisite_AndMessagesAreLetGo()
    {
        using var full = new FullWriter();
        var terminal = new Terminal(_input, full, full, new TerminalTraits(false, false, 80, false));
        var error = Assert.Throws<MissingPrerequisiteException>(() => terminal.Result("x"));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Throws<MissingPrerequisiteException>(() => terminal.Json("{}"));
        Assert.Throws<MissingPrerequisiteException>(() => terminal.Result(new Rule()));
        terminal.Message("x");
        terminal.Fault("x");
    }

    private static int Column(string[] lines, string id)
        => Printed.WidthOf(lines.First(line => line.Contains(id, StringComparison.Ordinal)).Split(id)[0]);

    private Terminal Terminal(bool inColor)
        => new(_input, _results, _messages, new TerminalTraits(inColor, inColor, Width: 80, IsTyped: false));

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device", 28);

        public override void Write(string? value) => throw new IOException("No space left on device", 28);

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device", 28);
    }
}
