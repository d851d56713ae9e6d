namespace Grlm.Tests;

public sealed class TermPromptsTests
{
    private static readonly Catalog _catalog = new(
    [
        new Item("0", "Stapler", "Acme", [["Office", "Staplers"], ["Desk"]], "<p>Binds   paper.</p>"),
        .. Enumerable.Range(1, 8).Select(number => new Item($"{number}", $"Thing {number}", "", [], number == 1 ? string.Join(' ', Enumerable.Repeat("word", 100)) : "")),
    ]);

    [Fact]
    public void Of_ShowsTheItem_AndItsFiveNearest_WithoutMarkupAndShortened()
    {
        var neighbors = new NeighborTable([.. _catalog.Select((_, item) => Enumerable.Range(1, 8).Select(other => new Neighbor(other, 0.5f)).ToArray())]);
        var prompt = TermPrompts.Read(new TermsOptions(), _catalog, neighbors).Of(TermRequest.For(0))[^1].Text;
        Assert.Contains("Title: Stapler\nBrand: Acme\nCategories: Office > Staplers; Desk\nDescription: . Binds paper. .", prompt, StringComparison.Ordinal);
        // 160 characters end within the 32nd word of five characters.
        Assert.Contains($"- Thing 1: {string.Join(' ', Enumerable.Repeat("word", 32))} …\n- Thing 2\n- Thing 3\n- Thing 4\n- Thing 5\n\n", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Thing 6", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SaysThatThereAreNoNeighbours()
        => Assert.Contains("Similar products\n(none)\n", TermPrompts.Read(new TermsOptions(), _catalog, NeighborTable.Empty(9)).Of(TermRequest.For(0))[^1].Text, StringComparison.Ordinal);

    [Fact]
    public void Read_NamesAPromptFileThatIsNotThere()
        => Assert.Contains("nowhere.md", Assert.Throws<MissingPrerequisiteException>(
            () => TermPrompts.Read(new TermsOptions { Prompt = "nowhere.md" }, _catalog, NeighborTable.Empty(9))).Message, StringComparison.Ordinal);
}
