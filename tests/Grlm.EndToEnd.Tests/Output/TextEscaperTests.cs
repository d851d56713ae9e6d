using System.Text.Json;
using CsCheck;
using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

public sealed class TextEscaperTests
{
    private const string Unsafe = "\e\u009b\a\r\n\t\b\u007f\u202e\u2066\u200b\u200d\u200f\u2028\ufeff\ud800\udc00aשب火";

    private static readonly Gen<string> _texts = Gen.OneOf(
        Gen.Int[0, Unsafe.Length - 1].Select(place => Unsafe[place]).Array[0, 12].Select(letters => new string(letters)),
        Gen.String[Gen.Char['\ud7f0', '\ue00f'], 0, 8],
        Gen.Int[0x1F460, 0x1F4FF].Select(char.ConvertFromUtf32),
        Gen.Int[0xE0000, 0xE007F].Select(char.ConvertFromUtf32),
        Gen.String);

    [Theory]
    [InlineData("\e[2J", @"\u{1b}[2J")]
    [InlineData("\e]0;title\a", @"\u{1b}]0;title\u{7}")]
    [InlineData("\e]8;;http://evil.example/\e\\link\e]8;;\e\\", @"\u{1b}]8;;http://evil.example/\u{1b}\link\u{1b}]8;;\u{1b}\")]
    [InlineData("\u009b31mred\u0085", @"\u{9b}31mred\u{85}")]
    [InlineData("a\bb\0c\u007f", @"a\u{8}b\u{0}c\u{7f}")]
    [InlineData("over\rwritten", @"over\u{d}written")]
    [InlineData("\u202egnp.exe\u202c \u2066x\u2069", @"\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069}")]
    [InlineData("ad\u200bmin ad\u200dmin\ufeff", @"ad\u{200b}min ad\u{200d}min\u{feff}")]
    [InlineData("one\u2028two\u2029three", @"one\u{2028}two\u{2029}three")]
    [InlineData("half{high} half{low}", @"half\u{d800} half\u{dc00}")]
    [InlineData("tag\U000E0041\U000E007F", @"tag\u{e0041}\u{e007f}")]
    [InlineData("soft\u00adhyphen\u2060", @"soft\u{ad}hyphen\u{2060}")]
    public void Escape_WritesOutWhatWouldSteerATerminal_OrHideSomething(string text, string shown)
        => Assert.Equal(shown,
            TextEscaper.Escape(
                text.Replace("{high}", "\ud800", StringComparison.Ordinal).Replace("{low}", "\udc00", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Coffee grinder, 250 ml")]
    [InlineData("two\nlines\r\nand\ta tab")]
    [InlineData("Kaffeemühle – \u201ePräzision\u201c")]
    [InlineData("火鍋 ヘアマスク 헤어마스크 มาส์กผม")]
    [InlineData("مطحنة القهوة שלום \u05d0\u200f!")]
    [InlineData("می\u200cخواهم क्\u200dष ന്\u200d")]
    [InlineData("👩‍👩‍👧‍👦 ❤️‍🔥 🏴‍☠️ 👍🏽")]
    [InlineData("[red]markup[/] <b> {0} %s \\u001b")]
    public void Escape_LeavesTextOfEveryScriptAsItIs(string text) => Assert.Equal(text, TextEscaper.Escape(text));

    [Fact]
    public void Escape_LeavesNothingThatSteersOrHides() => _texts.Sample(text =>
    {
        var escaped = TextEscaper.Escape(text);
        Assert.Equal(escaped, TextEscaper.Escape(escaped)); // nothing is left to do
        Assert.DoesNotContain(escaped.Replace("\r\n", "\n", StringComparison.Ordinal),
            letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
        Assert.DoesNotContain(escaped,
            letter => letter is '\u200b' or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff');
    });

    [Fact]
    public void Next_OnPieces_WritesWhatTheWholeTextIs() => Gen.Select(_texts.Array[0, 5], Gen.Int[1, 3]).Sample((texts, size) =>
    {
        var (text, escaper) = (string.Concat(texts), new TextEscaper(TextEscaper.InText));
        var pieces = text.Chunk(size).Select(piece => escaper.Next(piece)).ToList();
        Assert.Equal(TextEscaper.Escape(text), string.Concat(pieces) + escaper.End());
    });

    [Fact]
    public void EscapeJson_ChangesNoDocument() => _texts.Sample(text =>
    {
        var document = JsonSerializer.Serialize(new { Title = text }, WorkspaceJson.Options);
        var escaped = TextEscaper.EscapeJson(document);
        Assert.Equal(JsonDocument.Parse(document).RootElement.GetProperty("title").GetString(),
            JsonDocument.Parse(escaped).RootElement.GetProperty("title").GetString());
        Assert.Equal(escaped, TextEscaper.Escape(escaped));
    });
}
