using CsCheck;

namespace Grlm.Tests;

public sealed class TermNormalFormTests
{
    [Theory]
    [InlineData("hair-mask", "hair-mask")]
    [InlineData("  Hair Mask ", "hair-mask")]
    [InlineData("\"anti-aging.\"", "anti-aging")]
    [InlineData("“déjà\u00A0vu”", "déjà-vu")]
    [InlineData("R/C", "r-c")]
    [InlineData("hair / mask", "hair-mask")]
    [InlineData("ＳＰＦ３０", "spf30")]
    [InlineData("[serum]", "serum")]
    [InlineData("1,000-piece", "1-000-piece")]
    [InlineData("cream (large)", "cream-large")]
    [InlineData("e.l.f.", "e.l.f")]
    [InlineData("`code`", "code")]
    [InlineData("2.5%", "2.5%")]
    [InlineData(".5mm", ".5mm")]
    [InlineData("spf-30+", "spf-30+")]
    [InlineData("spray\u00ADbottle\u200B", "spraybottle")]
    [InlineData("line\nbreak", "line-break")]
    [InlineData("H\u0331", "ẖ")]
    [InlineData("保护", "保护")]
    [InlineData("C#", "c#")]
    [InlineData("C++", "c++")]
    [InlineData(".NET", ".net")]
    [InlineData("number #", "number")]
    [InlineData("ΘΕΡΜΟΣ", "θερμος")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧")]
    [InlineData("می\u200Cخواهم", "میخواهم")]
    public void TryNormalize_GivesTheNormalForm(string text, string expected)
    {
        Assert.True(TermNormalForm.TryNormalize(text, out var term));
        Assert.Equal(expected, term);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"...\"")]
    [InlineData("[ , ]")]
    public void TryNormalize_Refuses_WhereNothingIsLeft(string text)
    {
        Assert.False(TermNormalForm.TryNormalize(text, out var term));
        Assert.Empty(term);
    }

    [Fact]
    public void TryNormalize_TakesFortyCharactersButNotFortyOne()
    {
        Assert.True(TermNormalForm.TryNormalize(new string('x', 40), out _));
        Assert.True(TermNormalForm.TryNormalize($"'{string.Concat(Enumerable.Repeat("𝛼", 40))}'", out _));
        Assert.False(TermNormalForm.TryNormalize(new string('x', 41), out _));
    }

    [Fact]
    public void TryNormalize_ChangesNothingTheSecondTime_AndLeavesNoCommaBracketOrWhiteSpace()
    {
        var messy = Gen.Frequency(
            (3, Gen.Char),
            (3, Gen.Char[' ', '~']),
            (1, Gen.Char['\u0300', '\u036F']),
            (1, Gen.Int[0, 8].Select(place => " /-,[.\"\u00B4\u00A8"[place])));
        Gen.String[messy, 0, 12].Sample(text =>
        {
            if (TermNormalForm.TryNormalize(text, out var term))
            {
                Assert.True(TermNormalForm.TryNormalize(term, out var again));
                Assert.Equal(term, again);
                Assert.InRange(term.EnumerateRunes().Count(), 1, TermNormalForm.MaximumLength);
                Assert.DoesNotContain(term,
                    character => char.IsWhiteSpace(character) || character is ',' or '/' or '[' or ']' or '(' or ')');
                Assert.Equal(term, term.ToLowerInvariant());
            }
        }, iter: 20_000);
    }
}
