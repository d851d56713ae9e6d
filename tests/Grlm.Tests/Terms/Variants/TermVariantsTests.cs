namespace Grlm.Tests;

public sealed class TermVariantsTests
{
    private static readonly NeighborTable _near =
        new([[new(1, 0.9f)], [new(0, 0.9f)], [new(1, 0.8f)], [new(4, 0.9f)], [new(3, 0.9f)], [new(3, 0.5f)]]);

    [Fact]
    public void Unify_GivesOneTermToTheFormsOfOneWord_WhereNeighborsHaveThem()
    {
        TermId?[] termIds =
        [
            new("cell-phone", "colour", "a", "b", "c"),
            new("cellphone", "color", "a", "b", "d"),
            new("cell-phones", "color", "a", "b", "e"),
            new("glass", "jar", "f", "g", "h"),
            new("jar", "lid", "f", "g", "i"),
            new("glasses", "frame", "k", "l", "m"),
        ];
        var merges = TermVariants.Unify(termIds, Enumerable.Range(0, 6).ToHashSet(), _near, _ => []);
        Assert.Single(termIds[..3].Select(termId => termId!.Terms[0]).Distinct(StringComparer.Ordinal));
        Assert.Equal("color", termIds[0]!.Terms[1]);
        Assert.Contains(new TermMerge("colour", "color", 1), merges);
        // The item with glasses is near one with glass, but a jar is not worn: one in three is needed, and there is only this one.
        Assert.Equal(termIds[3]!.Terms[0], termIds[5]!.Terms[0]);
    }

    [Fact]
    public void Unify_LeavesFormsApart_ThatNoNeighborsShare()
    {
        TermId?[] termIds = [new("glass", "a", "b", "c", "d"), new("glasses", "e", "f", "g", "h")];
        Assert.Empty(TermVariants.Unify(termIds, new HashSet<int> { 0, 1 }, NeighborTable.Empty(2), _ => []));
    }

    [Fact]
    public void Unify_FillsTheSlotOfATermIdWithTwoForms_AndKeepsWhatMustStay()
    {
        TermId?[] termIds = [new("brush", "brushes", "b", "c", "d"), new("brushes", "e", "f", "g", "h"), new("brush", "i", "j", "k", "l")];
        var near = new NeighborTable([[new(1, 1)], [new(0, 1)], [new(0, 1)]]);
        TermVariants.Unify(termIds, new HashSet<int> { 0, 2 }, near, _ => ["b", "brush", "new"]);
        Assert.Equal("[brush, b, c, d, new]", termIds[0]!.ToString());
        Assert.Equal("brushes", termIds[1]!.Terms[0]);
    }
}
