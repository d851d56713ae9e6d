using System.Globalization;
using CsCheck;

namespace Grlm.Tests;

public sealed class WordCutterTests
{
    [Fact]
    public void Cut_FindsTheWordsThatRecurInOtherSurroundings()
    {
        var cutter = WordCutter.Fit(["防水保温杯黑色", "便携保温杯白色", "防水帐篷白色", "便携帐篷黑色", "大容量保温杯", "大容量帐篷"]);
        Assert.Equal(["便携", "保温杯", "黑色"], cutter.Cut("便携保温杯黑色", WritingSystem.Han));
        Assert.Equal(["大容量", "帐篷"], cutter.Cut("大容量帐篷", WritingSystem.Han));
    }

    [Fact]
    public void Cut_CutsWhatNeverRecurs_AtTheUsualLengthOfAWord()
    {
        Assert.Equal(["不锈", "热水"], WordCutter.Untaught.Cut("不锈热水", WritingSystem.Han));
        Assert.Equal(["네이처하이크"], WordCutter.Untaught.Cut("네이처하이크", WritingSystem.Hangul));
    }

    [Theory]
    [InlineData("น้ำหนักเบา", "น้ำ ห นัก เบา")]
    [InlineData("เก็บร้อน", "เก็บ ร้อ น")]
    [InlineData("ナップザック", "ナップ ザック")]
    [InlineData("焼き鳥々", "焼 き 鳥々")]
    [InlineData("ကျောင်းသား", "ကျောင်း သား")]
    [InlineData("ស្ពាយ", "ស្ពា យ")]
    public void Of_NeverCutsInsideASyllable(string run, string syllables)
        => Assert.Equal(syllables.Split(' '), Syllables.Of(run));

    [Fact]
    public void In_GivesEveryLetterToOneRun_AndTearsNoCharacterApart()
    => Gen.String[Gen.Frequency((3, Gen.Char), (1, Gen.Char['\u0300', '\u036F']), (2, Gen.Char['\u0E00', '\u0E7F']),
        (1, Gen.Char['a', 'z'])), 0, 20].Sample(text =>
    {
        var starts = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        var end = 0;
        foreach (var run in WordRuns.In(text))
        {
            Assert.True(run.Start >= end && run.End > run.Start);
            Assert.Contains(run.Start, starts);
            Assert.True(run.End == text.Length || starts.Contains(run.End));
            end = run.End;
        }
    });

    [Fact]
    public void Cut_LosesNothing() => Gen.String[Gen.Char['\u0E01', '\u0E5B'], 1, 30].Sample(text
        => Assert.Equal(text, string.Concat(WordCutter.Untaught.Cut(text, WritingSystem.Thai))));
}
