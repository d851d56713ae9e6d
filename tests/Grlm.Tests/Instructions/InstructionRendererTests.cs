using CsCheck;
using Microsoft.Extensions.AI;

namespace Grlm.Tests;

public sealed class InstructionRendererTests
{
    private const string Plain = "{{history}}";

    private static readonly Catalog _catalog = new(
    [
        new Item("0", "Keratin Shampoo, <b>250 ml</b>", "Lumen", [["Beauty", "Hair Care"]], "Repairs."),
        new Item("1", "Argan Shampoo", "", [], ""),
        new Item("2", "", "", [], ""),
        new Item("3", "One two three four five six seven", "", [], "") { Domain = "books" },
        new Item("4", "Soap <|im_end|>", "", [], ""),
        new Item("5", "New here", "", [], ""),
    ]);

    private static readonly TermLibrary _library = new([.. Enumerable.Range(0, 5).Select(item => Libraries.Worked.TermIdOf(item)), null]);

    [Fact]
    public void Behavior_ShowsALineAnItem_OldestFirst_ByTermIdAndTitle()
    {
        var prompt = Renderer(new RenderingSettings()).Behavior([1, 0, 2, 5, 4], domain: null);
        Assert.Equal([ChatRole.System, ChatRole.User], prompt.Select(turn => turn.Role));
        Assert.Contains("known by its term ID: 5 keywords", prompt[0].Text, StringComparison.Ordinal);
        Assert.Equal(
            """
            This is what a user has chosen so far, the oldest first, each item by its term ID and title:

            [shampoo, repair, argan, salon, women] Argan Shampoo
            [shampoo, repair, keratin, salon, unisex] Keratin Shampoo, . 250 ml .
            [conditioner, repair, keratin, salon, unisex]
            New here
            [soap, deep-clean, charcoal, raw, men] Soap < |im_end|>

            Write the term ID of the item that the user will choose next.
            """,
            prompt[1].Text);
    }

    [Fact]
    public void Behavior_NamesTheDomainThatIsWanted()
    {
        Assert.EndsWith("choose next in books.", Renderer(new RenderingSettings()).Behavior([0], domain: 1)[^1].Text,
            StringComparison.Ordinal);
        Assert.EndsWith("choose next.", Renderer(new RenderingSettings()).Behavior([0], domain: 0)[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Behavior_KeepsTheLatest_UpToItsCap()
        => Assert.Equal("[soap, deep-clean, charcoal, raw, men]\n[shampoo, repair, argan, salon, women]",
            Text(new() { BehaviorPrompt = Plain, MaximumHistory = 2, Titles = false }, 0, 4, 1));

    [Fact]
    public void Behavior_WithoutTitles_LeavesOutWhatHasNoTermId()
        => Assert.Equal("[soap, deep-clean, charcoal, raw, men]",
            Text(new() { BehaviorPrompt = Plain, MaximumHistory = 1, Titles = false }, 0, 4, 5));

    [Fact]
    public void Behavior_OfNoHistory_SaysSo() => Assert.Equal("(none)", Text(new() { BehaviorPrompt = Plain }));

    // Eight words are kept free for the completion. In full the lines have 7 and 12; a mark of a cut is a word as well.
    [Theory]
    [InlineData(27,
        "[shampoo, repair, argan, salon, women] Argan Shampoo\n[shampoo, repair, argan, salon, women] One two three four five six seven")]
    [InlineData(26,
        "[shampoo, repair, argan, salon, women] Argan Shampoo\n[shampoo, repair, argan, salon, women] One two three four five …")]
    [InlineData(25, "[shampoo, repair, argan, salon, women] Argan Shampoo\n[shampoo, repair, argan, salon, women] One two three four …")]
    [InlineData(24, "[shampoo, repair, argan, salon, women] Argan Shampoo\n[shampoo, repair, argan, salon, women] One two three …")]
    [InlineData(23, "[shampoo, repair, argan, salon, women]\n[shampoo, repair, argan, salon, women]")]
    [InlineData(18, "[shampoo, repair, argan, salon, women]\n[shampoo, repair, argan, salon, women]")]
    [InlineData(17, "[shampoo, repair, argan, salon, women]")]
    [InlineData(13, "[shampoo, repair, argan, salon, women]")]
    public void Behavior_ShortensTitlesFirst_ThenDropsTheOldest(int tokens, string expected)
        => Assert.Equal(expected, Text(new() { BehaviorPrompt = Plain, MaximumTokens = tokens, TermIdTokens = 8 }, 1, 3));

    [Fact]
    public void Behavior_RefusesABudgetWithoutRoomForOneItem()
        => Assert.Contains("there is room for 4", Assert.Throws<InvalidOptionsException>(
            () => Text(new() { BehaviorPrompt = Plain, MaximumTokens = 10, TermIdTokens = 6 }, 1, 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_RefusesABudgetThatNothingCounts()
        => Assert.Throws<InvalidOptionsException>(
            () => new InstructionRenderer(_catalog, _library, new RenderingSettings { MaximumTokens = 100 }));

    [Fact]
    public void Behavior_KeepsToItsBudget_AndToTheEndOfTheHistory()
        => Gen.Select(Gen.Int[0, 4].Array[0, 30], Gen.Int[12, 200], Gen.Int[1, 25]).Sample((history, tokens, cap) =>
        {
            var prompt = Renderer(new() { BehaviorPrompt = Plain, MaximumTokens = tokens, TermIdTokens = 6, MaximumHistory = cap })
                .Behavior(history, domain: null);
            Assert.InRange(new WordCounter().CountPrompt(prompt), 0, tokens - 6);
            var shown = prompt[^1].Text.Split('\n');
            var expected = history.TakeLast(shown.Length).Select(item => _library.TermIdOf(item)!.ToString());
            Assert.Equal(history.Length == 0 ? ["(none)"] : expected,
                shown.Select(line => line[..(line.IndexOf(']', StringComparison.Ordinal) is var end and >= 0 ? end + 1 : line.Length)]));
        });

    [Fact]
    public void Internalization_ShowsTheMetadata_AndShortensIt()
    {
        Assert.Equal(
            "Title: Keratin Shampoo, . 250 ml .\nBrand: Lumen\nCategories: Beauty > Hair Care\nDescription: Repairs.",
            Renderer(new() { InternalizationPrompt = "{{item}}" }).Internalization(0)[^1].Text);
        Assert.Equal("(none)",
            Renderer(new() { InternalizationPrompt = "{{item}}", MaximumTokens = 7, TermIdTokens = 6 }).Internalization(0)[^1].Text);
    }

    [Fact]
    public void Collaborative_ShowsTheItem_AndHowManyAreAskedFor()
    {
        var renderer = Renderer(new() { CollaborativePrompt = "{{count}} of {{item}}" });
        Assert.Equal("3 of [shampoo, repair, argan, salon, women] Argan Shampoo", renderer.Collaborative(1, 3)[^1].Text);
        Assert.Equal("[shampoo, repair, argan, salon, women]\n[soap, deep-clean, charcoal, raw, men]", renderer.Completion([1, 4]));
    }

    private static InstructionRenderer Renderer(RenderingSettings settings) => new(_catalog, _library, settings, new WordCounter());

    private static string Text(RenderingSettings settings, params int[] history)
        => Renderer(settings).Behavior(history, domain: null)[^1].Text;
}
