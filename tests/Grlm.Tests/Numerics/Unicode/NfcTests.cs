using System.Text;
using CsCheck;

namespace Grlm.Tests;

public sealed class NfcTests
{
    [Theory]
    [InlineData("ascii only / -5%", "ascii only / -5%")]
    [InlineData("ＡＢＣ", "ＡＢＣ")]
    [InlineData("ﬁne ① ½", "ﬁne ① ½")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u212B", "Å")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\uD55C", "\uD55C")]
    [InlineData("\uD558\u11AB", "한")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\uFA1D", "精")]
    [InlineData("\u2000", "\u2002")]
    [InlineData("\u1FEE", "\u0385")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u01D5", "\u01D5")]
    [InlineData("u\u0308\u0304", "\u01D6")]
    [InlineData("\U0001D400", "\U0001D400")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    public void Normalize_GivesWhatTheUnicodeStandardDoes(string text, string expected) => Assert.Equal(expected, Nfc.Normalize(text));

    [Fact]
    public void Normalize_ChangesNothingTheSecondTime_AndNothingThatFormKcSees_ForEveryCodePoint()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (Rune.IsValid(point))
            {
                var text = new Rune(point).ToString();
                var once = Nfc.Normalize(text);
                Assert.Equal(once, Nfc.Normalize(once));
                Assert.Equal(Nfkc.Normalize(text), Nfkc.Normalize(once));
            }
        }
    }

    [Fact]
    public void Normalize_ChangesNothingTheSecondTime_AndNothingThatFormKcSees_ForRandomTexts()
        => Gen.OneOf(Gen.Char, Gen.Char['\u0300', '\u036F'], Gen.Char['\u1100', '\u11FF'], Gen.Char['a', 'z']).Array.Sample(chars =>
        {
            var text = new string(chars);
            var once = Nfc.Normalize(text);
            Assert.Equal(once, Nfc.Normalize(once));
            Assert.Equal(Nfkc.Normalize(text), Nfkc.Normalize(once));
        });
}
