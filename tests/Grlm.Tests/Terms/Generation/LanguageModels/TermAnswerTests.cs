using CsCheck;

namespace Grlm.Tests;

public sealed class TermAnswerTests
{
    [Theory]
    [InlineData("[hair-mask, color-lock, citrus, protein, unisex]")]
    [InlineData("hair-mask, color-lock, citrus, protein, unisex")]
    [InlineData("The terms are: hair-mask, color-lock, citrus, protein, unisex.")]
    [InlineData("Sure, here you go:\n\n[hair-mask, color-lock, citrus, protein, unisex]\n\nAsk me for more, any time, please!")]
    [InlineData("""{"terms": ["hair-mask", "color-lock", "citrus", "protein", "unisex"]}""")]
    [InlineData("""["hair-mask", "color-lock", "citrus", "protein", "unisex"]""")]
    [InlineData("""{"note": "five [terms]", "term_id": ["hair-mask", "color-lock", "citrus", "protein", "unisex"]}""")]
    [InlineData("""{"term1": "hair-mask", "term2": "color-lock", "term3": "citrus", "term4": "protein", "term5": "unisex"}""")]
    [InlineData("```json\n[\"hair-mask\", \"color-lock\",\n \"citrus\", \"protein\", \"unisex\"]\n```")]
    [InlineData("1. hair-mask\n2. color-lock\n3. citrus\n4. protein\n5. unisex")]
    [InlineData(
        "My answer:\n1) **hair-mask**: what it is\n2) **color-lock**: what it does\n3) citrus (the scent)\n4) protein - inside\n5) unisex")]
    [InlineData("- hair-mask\n- color-lock\n- \"citrus\"\n- protein\n- 'unisex'\n\nDone.")]
    [InlineData("['hair-mask', 'color-lock', 'citrus', 'protein', 'unisex']")]
    [InlineData("<think>[wrong, list, of, my, thoughts]</think>\n[hair-mask, color-lock, citrus, protein, unisex]")]
    [InlineData("In the form [term1, term2, term3, term4, term5] that is [hair-mask, color-lock, citrus, protein, unisex].")]
    public void Parse_FindsTheList(string answer)
        => Assert.Equal(["hair-mask", "color-lock", "citrus", "protein", "unisex"], TermAnswer.Parse(answer));

    [Theory]
    [InlineData("[a, b, c, d]", 4)]
    [InlineData("""{"terms": ["a", "b", "c", "d", "e", "f"]}""", 6)]
    [InlineData("1. a\n2. b\n3. c", 3)]
    [InlineData("""{"terms": ["a", "b", 3, "d", "e"]}""", 5)]
    [InlineData("I can't help with that.", 0)]
    [InlineData("""{"terms": []}""", 0)]
    [InlineData("", 0)]
    public void Parse_LeavesTheLengthAsItIs(string answer, int count) => Assert.Equal(count, TermAnswer.Parse(answer).Count);

    [Theory]
    [InlineData("""["kettle","steel","kitchen","gift","lid-9""", 4)]
    [InlineData("""{"terms": ["kettle", "steel", "kitch""", 0)]
    [InlineData("""{"terms": ["kettle", "steel", "kitchen", "gi""", 3)]
    [InlineData("kettle, steel, kitchen, gift, lid-9", 4)]
    [InlineData("1. kettle\n2. steel\n3. kitchen\n4. gift\n5. li", 4)]
    [InlineData("[kettle, steel, kitchen, gift, lid-94]\n\nThese are, I thi", 5)]
    [InlineData("""{"terms": ["kettle", "steel", "kitchen", "gift", "lid-94"]}""", 5)]
    [InlineData("kettle", 0)]
    public void Parse_OfAnAnswerThatWasCut_DoesNotTakeWhatItBreaksOffIn(string answer, int count)
    {
        var terms = TermAnswer.Parse(answer, isCut: true);
        Assert.Equal(count, terms.Count);
        Assert.Equal(((string[])["kettle", "steel", "kitchen", "gift", "lid-94"]).Take(count), terms);
    }

    [Theory]
    [InlineData("""["kettle","steel","kitchen","gift","lid-9""")]
    [InlineData("[kettle, steel, kitchen, gift, lid-9")]
    public void Parse_SeesThatAListIsCut_WhereNobodySaysSo(string answer)
    => Assert.Equal(["kettle", "steel", "kitchen", "gift"], TermAnswer.Parse(answer));

    [Fact]
    public void Parse_FindsTheListInAnyTextAroundIt()
        => Gen.Select(Gen.String[Gen.Char["ab .\n"], 0, 30], Gen.String[Gen.Char["ab .\n"], 0, 30])
            .Sample(
                (before, after) => Assert.Equal(["x1", "x2", "x3", "x4", "x5"], TermAnswer.Parse($"{before}[x1, x2, x3, x4, x5]{after}")));

    [Fact]
    public void Parse_TakesAnything()
    => Gen.String[Gen.Char["[]{}\",:1. -*\nab\\"], 0, 60].Sample(text => Assert.NotNull(TermAnswer.Parse(text)));
}
