namespace Grlm.Tests;

public sealed class TermPromptsTests
{
    private static readonly Catalog _catalog = new(
    [
        new Item("0", "Stapler", "Acme", [["Office", "Staplers"], ["Desk"]], "<p>Binds   paper.</p>"),
        .. Enumerable.Range(1, 8)
            .Select(
                number =>
                    new Item($"{number}", $"Thing {number}", "", [], number == 1 ? string.Join(' ', Enumerable.Repeat("word", 100)) : "")),
    ]);

    [Fact]
    public void Of_ShowsTheItem_AndItsFiveNearest_WithoutMarkupAndShortened()
    {
        var neighbors = new NeighborTable(
            [.. _catalog.Select((_, item) => Enumerable.Range(1, 8).Select(other => new Neighbor(other, 0.5f)).ToArray())]);
        var prompt = TermPrompts.Read(new TermsOptions(), _catalog, neighbors).Of(TermRequest.For(0))[^1].Text;
        Assert.Contains("Title: Stapler\nBrand: Acme\nCategories: Office > Staplers; Desk\nDescription: . Binds paper. .",
            prompt, StringComparison.Ordinal);
        // 160 characters end within the 32nd word of five characters.
        Assert.Contains($"- Thing 1: {string.Join(' ', Enumerable.Repeat("word", 32))} …\n- Thing 2\n- Thing 3\n- Thing 4\n- Thing 5\n\n",
            prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Thing 6", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SaysThatThereAreNoNeighbours()
        => Assert.Contains("Similar products\n(none)\n",
            TermPrompts.Read(new TermsOptions(), _catalog, NeighborTable.Empty(9)).Of(TermRequest.For(0))[^1].Text,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "two", "1. what it is\n2. what is unique about it\n")]
    [InlineData(3, "three", "1. what it is\n2. what marks it, such as material, style or main ingredient\n3. what is unique about it\n")]
    [InlineData(
        5,
        "five",
        "1. what it is\n2. what it does\n3. what marks it, such as material, style or main ingredient\n4. whom or what it is for\n5. " +
            "what is unique about it\n")]
    [InlineData(7, "seven",
        "5. what is unique about it\n6. what else sets it apart, such as its maker, model or edition\n7. " +
            "its colour, flavour, scent or finish\n")]
    [InlineData(12, "twelve",
        "11. a further trait that few of the similar products have\n12. a further trait that few of the similar products have\n")]
    public void Of_SaysHowManyKeywords_AndWhatEachSays(int length, string count, string aspects)
    {
        var prompts = TermPrompts.Read(new TermsOptions { Length = length }, _catalog, NeighborTable.Empty(9));
        var first = prompts.Of(TermRequest.For(0));
        Assert.Contains($"its term ID alone: {count} keywords that say", first[0].Text, StringComparison.Ordinal);
        Assert.Contains($"exactly {count} different keywords, the most important first.\n\n", first[1].Text, StringComparison.Ordinal);
        Assert.Contains($"{aspects}\nA keyword is", first[1].Text, StringComparison.Ordinal);
        Assert.EndsWith($"Answer with the {count} keywords in square brackets, separated by commas, and with nothing else.",
            first[1].Text, StringComparison.Ordinal);
        var collision = prompts.Of(new TermRequest(0, new TermId("a", "b"), [1]));
        Assert.Contains($"its term ID alone: {count} keywords that say", collision[0].Text, StringComparison.Ordinal);
        Assert.Contains($"exactly {count} different keywords, the most important first. Keep", collision[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TakesAPromptThatSaysNothingOfTheNumber()
    {
        using var folder = new TemporaryFolder();
        var options = new TermsOptions { Length = 7, Prompt = folder.Write("own.md", "Words for {{target}}, please.") };
        Assert.StartsWith("Words for Title: Stapler",
            TermPrompts.Read(options, _catalog, NeighborTable.Empty(9)).Of(TermRequest.For(0))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamesAPromptFileThatIsNotThere()
        => Assert.Contains("nowhere.md", Assert.Throws<MissingPrerequisiteException>(
            () => TermPrompts.Read(new TermsOptions { Prompt = "nowhere.md" }, _catalog, NeighborTable.Empty(9))).Message,
            StringComparison.Ordinal);
}
