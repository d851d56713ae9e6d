using CsCheck;

namespace Grlm.EndToEnd.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("tarin", "train", 1)]
    [InlineData("", "rank", 4)]
    [InlineData("Rank", "rank", 0)]
    public void Distance_CountsEdits(string first, string second, int distance)
    => Assert.Equal(distance, Suggestion.Distance(first, second));

    [Fact]
    public void Distance_IsSymmetric_AndNoMoreThanTheLongerText()
        => Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8]).Sample((first, second) =>
        {
            var distance = Suggestion.Distance(first, second);
            Assert.Equal(distance, Suggestion.Distance(second, first));
            Assert.InRange(distance, Math.Abs(first.Length - second.Length), Math.Max(first.Length, second.Length));
        });

    [Fact]
    public void For_IsSilent_WhereNothingIsNear() => Assert.Empty(Suggestion.For("frobnicate", ["rank", "train"]));
}
