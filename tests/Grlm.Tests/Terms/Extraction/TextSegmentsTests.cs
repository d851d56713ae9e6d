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
    [InlineData("", "")]
    [InlineData("!!! ...", "")]
    public void Of_CutsAtMarks_AndPartsAmountsFromUnits(string text, string segments)
        => Assert.Equal(segments, string.Join('|', TextSegments.Of(text).Select(words => string.Join(' ', words))));

    [Theory]
    [InlineData("<p>Soft <b>grip</b></p>", "soft|grip")]
    [InlineData("Pens<!-- .h {color:red} --> in blue", "pens in blue")]
    [InlineData("<style>.a { margin: 0 }</style>Blue &amp; red", "blue and red")]
    [InlineData(".header {font-size:15px;} Stapler", "stapler")]
    [InlineData("3 < 5 and 7 > 6", "3|5 and 7|6")]
    public void Of_SeesWhatAReaderWouldSee_OfMarkup(string html, string segments)
        => Assert.Equal(segments, string.Join('|', TextSegments.Of(PlainText.Of(html)).Select(words => string.Join(' ', words))));

    [Fact]
    public void Of_GivesWordsWithANormalFormOfTheirOwn_ForAnyText() => Gen.String.Sample(text =>
    {
        foreach (var word in TextSegments.Of(PlainText.Of(text)).SelectMany(words => words))
        {
            Assert.NotEmpty(word);
            Assert.DoesNotContain(word, char.IsWhiteSpace);
        }
    });
}
