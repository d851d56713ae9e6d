using CsCheck;

namespace Grlm.Tests;

public sealed class TextSegmentsTests
{
    [Theory]
    [InlineData("Hair Mask, 6.7 Ounce", "hair mask|6.7 ounce")]
    [InlineData("Long-lasting all-nighter", "long lasting all nighter")]
    [InlineData("L'Oreal 120ml (Pack of 2)", "l oreal 120 ml|pack of 2")]
    [InlineData("Bath & Body", "bath and body")]
    [InlineData("Brush - Large", "brush|large")]
    [InlineData("1,000 pieces; R2D2 set", "1,000 pieces|r2d2 set")]
    [InlineData("ＳＰＦ３０ Ölfrei", "spf30 ölfrei")]
    [InlineData("C++ and C# or F#, .NET too", "c++ and c# or f#|.net too")]
    [InlineData("A+ vitamins+ for item #7", "a+ vitamins|for item|7")]
    [InlineData("AT&T, R&B, H&M; soap&water", "at&t|r&b|h&m|soap and water")]
    [InlineData("USB-C cable, wi-fi, 7-in-1, 1/4\" jack", "usb-c cable|wi fi|7-in-1|1/4|jack")]
    [InlineData("Aloe™ Gel", "aloe gel")]
    [InlineData("cafe\u0301 crème", "café crème")]
    [InlineData("می\u200Cخواهم کتاب", "میخواهم کتاب")]
    [InlineData("ΘΕΡΜΟΣ ΛΟΓΟΣ", "θερμος λογος")]
    [InlineData("İPEK Straße", "ipek straße")]
    [InlineData("हल्के जूते", "हल्के जूते")]
    [InlineData("gift👨\u200D👩\u200D👧box 🇯🇵 👍🏽 1\uFE0F\u20E3", "gift 👨\u200D👩\u200D👧 box 🇯🇵 👍🏽 1\uFE0F\u20E3")]
    [InlineData("Nike 跑步鞋 42码", "nike 跑步鞋 42 码")]
    [InlineData("ﾏｸﾞｶｯﾌﾟ・ｽﾋﾟｰｶｰ", "マグカップ スピーカー")]
    [InlineData("", "")]
    [InlineData("!!! ...", "")]
    public void Of_CutsAtMarks_AndPartsAmountsFromUnits(string text, string segments)
        => Assert.Equal(segments, string.Join('|', TextSegments.Of(text, WordCutter.Untaught).Select(words => string.Join(' ', words))));

    [Theory]
    [InlineData("3M Command Strips", "3m command strips")]
    [InlineData("Dispenser for 3M tape, 3m cable", "dispenser for 3m tape|3m cable")]
    [InlineData("Extension cord, 3m", "extension cord|3 m")]
    [InlineData("Extension cord 5M", "extension cord 5 m")]
    [InlineData("2M cord", "2 m cord")]
    [InlineData("8BitDo pad, 2m cord", "8bitdo pad|2 m cord")]
    [InlineData("7up 330ml", "7up 330 ml")]
    [InlineData("Lemonade like 7up", "lemonade like 7 up")]
    [InlineData("4K monitor, 3M", "4k monitor|3m")]
    [InlineData("10L bucket", "10 l bucket")]
    public void Of_LeavesNamesWhole_ThatReadLikeAmounts(string text, string segments)
    {
        var cutter = WordCutter.Fit(new Catalog(
        [
            new("1", "Sponge", "3M", [], ""), new("2", "Pad", "8BitDo Ltd.", [], ""), new("3", "Lemonade", "7up", [], ""),
            new("4", "4K monitor with 2 m cord", "", [], ""), new("5", "10L bucket", "", [], ""), new("6", "Bucket, 5 l", "", [], ""),
        ]));
        Assert.Equal(segments, string.Join('|', TextSegments.Of(text, cutter).Select(words => string.Join(' ', words))));
    }

    [Theory]
    [InlineData("<p>Soft <b>grip</b></p>", "soft|grip")]
    [InlineData("Pens<!-- .h {color:red} --> in blue", "pens in blue")]
    [InlineData("<style>.a { margin: 0 }</style>Blue &amp; red", "blue and red")]
    [InlineData(".header {font-size:15px;} Stapler", "stapler")]
    [InlineData("3 < 5 and 7 > 6", "3|5 and 7|6")]
    public void Of_SeesWhatAReaderWouldSee_OfMarkup(string html, string segments)
        => Assert.Equal(segments,
            string.Join('|', TextSegments.Of(PlainText.Of(html), WordCutter.Untaught).Select(words => string.Join(' ', words))));

    [Fact]
    public void Of_GivesWordsWithANormalFormOfTheirOwn_ForAnyText() => Gen.String.Sample(text =>
    {
        foreach (var word in TextSegments.Of(PlainText.Of(text), WordCutter.Untaught).SelectMany(words => words))
        {
            Assert.NotEmpty(word);
            Assert.DoesNotContain(word, char.IsWhiteSpace);
        }
    });
}
