using System.Text;

namespace Grlm.LanguageModels.Tests;

public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("Isolated", false, "a|-|b|-|-|c")]
    [InlineData("Removed", false, "a|b|c")]
    [InlineData("MergedWithPrevious", false, "a-|b-|-|c")]
    [InlineData("MergedWithNext", false, "a|-b|-|-c")]
    [InlineData("Contiguous", false, "a|-|b|--|c")]
    [InlineData("Removed", true, "-|-|-")]
    [InlineData("MergedWithPrevious", true, "a|-b|-|-c")]
    [InlineData("MergedWithNext", true, "a-|b-|-|c")]
    public void Split_TreatsMatchesAsTheBehaviourSays(string behavior, bool invert, string expected)
        => Assert.Equal(expected, Words("a-b--c", new RegexSplit("file", "-", Enum.Parse<SplitBehavior>(behavior), invert)));

    [Theory]
    [InlineData(true, "a|1|2|b|½|𝟘|③|x")]
    [InlineData(false, "a|12|b|½𝟘③|x")]
    public void Digits_CutsNumbersOfEveryScriptOff(bool individually, string expected)
        => Assert.Equal(expected,
            Words("a12b½𝟘③x", new CharacterSplit(char.IsNumber, individually ? SplitBehavior.Isolated : SplitBehavior.Contiguous)));

    [Theory]
    [InlineData("don't  stop 12a", "don|'t| | stop| 12|a")]
    [InlineData("𐐀𐐁x 𝟘𝟙!😀 𖹀", "𐐀𐐁x| 𝟘𝟙|!😀| 𖹀")]
    [InlineData("a\u00A0\u3000b\n", "a|\u00A0|\u3000|b|\n")]
    [InlineData("x \n", "x| \n")]
    public void Gpt2Pattern_SeesCodePointsBeyondTheBasicPlane(string text, string expected)
        => Assert.Equal(expected, Words(text, new RegexSplit("file", RegexSplit.Gpt2Pattern, SplitBehavior.Isolated, invert: false)));

    [Fact]
    public void UnitFor_HasTheCategoryOfItsCodePoint_ForEveryCodePoint()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (Rune.TryCreate(point, out var rune))
            {
                Assert.Equal(Rune.GetUnicodeCategory(rune), char.GetUnicodeCategory(RuneText.UnitFor(rune)));
            }
        }
    }

    [Fact]
    public void Split_EndsWithAnError_WhereThePatternWouldRunForEver()
    {
        var split = new RegexSplit("some/tokenizer.json", "(?!b)(a|aa)+$", SplitBehavior.Isolated, invert: false);

        var error = Assert.Throws<InvalidInputException>(() => Words(new string('a', 80) + "b", split));

        Assert.Contains("some/tokenizer.json", error.Message);
    }

    [Fact]
    public void Split_OfAPatternThatNeedsNoBacktracking_IsQuick()
    => Assert.Equal("aab", Words("aab", new RegexSplit("file", "(a|aa)+$", SplitBehavior.Isolated, false)));

    [Theory]
    [InlineData("[a-z&&[^b]]")]
    [InlineData("[[:alpha:]]+")]
    [InlineData(@"\w+")]
    [InlineData("[\U00010400-\U0001044F]+")]
    [InlineData("(unclosed")]
    [InlineData(@"\p{Han}+")]
    [InlineData("a++")]
    public void RegexSplit_RefusesWhatIsUnknownOrWouldMeanSomethingElse(string pattern)
        => Assert.Contains("some/tokenizer.json",
            Assert.Throws<InvalidInputException>(() => new RegexSplit("some/tokenizer.json", pattern, default, invert: false)).Message);

    private static string Words(string text, PreTokenizer step)
    {
        var words = new List<string>();
        new PreTokenization([step], Rewrite: null, WordSplit: null).ForEachWord(text, word => words.Add(word.ToString()));
        return string.Join('|', words);
    }
}
