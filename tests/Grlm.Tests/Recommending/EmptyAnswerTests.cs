namespace Grlm.Tests;

public sealed class EmptyAnswerTests
{
    // Item 3 has no term ID.
    private static readonly TermLibrary _library = new([new TermId("a", "b"), new TermId("a", "c"), new TermId("d", "e"), null]);

    [Theory]
    [InlineData(new int[0], new[] { 0, 1 }, EmptyReason.NothingPasses)]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1 }, EmptyReason.AllSeen)]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 3, 2, 1, 0 }, EmptyReason.AllSeen)]
    [InlineData(new[] { 0, 3 }, new[] { 0 }, EmptyReason.NoTermId)]
    [InlineData(new[] { 0, 2, 3 }, new[] { 0 }, EmptyReason.NothingFound)]
    public void ReasonOf_NamesTheFirstThingThatKeepsEveryItemOut(int[] passing, int[] seen, EmptyReason reason)
        => Assert.Equal(reason, EmptyAnswer.ReasonOf(
            new GenerationRequest(seen, seen.ToHashSet()) { Filter = new ItemFilter(_library.ItemCount, passing.Contains) }, _library));

    [Fact]
    public void ReasonOf_AShopOfOneItem_ThatWasBought() => Assert.Equal(
        EmptyReason.AllSeen,
        EmptyAnswer.ReasonOf(new GenerationRequest([0], new HashSet<int> { 0 }), new TermLibrary([new TermId("a", "b")])));
}
