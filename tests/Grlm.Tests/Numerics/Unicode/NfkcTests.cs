using System.Text;
using CsCheck;

namespace Grlm.Tests;

public sealed class NfkcTests
{
    [Theory]
    [InlineData("ascii only / -5%", "ascii only / -5%")]
    [InlineData("ＡＢＣ１２", "ABC12")]
    [InlineData("ﬁne", "fine")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u212B", "Å")]
    [InlineData("①", "1")]
    [InlineData("㎏", "kg")]
    [InlineData("1½", "11\u20442")]
    [InlineData("ﾊﾝｶｸ", "ハンカク")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\uD55C", "\uD55C")]
    [InlineData("\uD558\u11AB", "한")]
    [InlineData("\u1E9B\u0323", "ṩ")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\uFA1D", "精")]
    [InlineData("\U0001D400", "A")]
    public void Normalize_GivesWhatTheUnicodeStandardDoes(string text, string expected) => Assert.Equal(expected, Nfkc.Normalize(text));

    [Fact]
    public void Normalize_ChangesNothingTheSecondTime_ForEveryCodePoint()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (Rune.IsValid(point))
            {
                var once = Nfkc.Normalize(new Rune(point).ToString());
                Assert.Equal(once, Nfkc.Normalize(once));
            }
        }
    }

    [Fact]
    public void Normalize_ChangesNothingTheSecondTime_ForRandomTexts() => Gen.String.Sample(text =>
    {
        var once = Nfkc.Normalize(text);
        Assert.Equal(once, Nfkc.Normalize(once));
    });
}
