using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;

namespace Grlm.Tests;

public sealed partial class ItemExpressionTests
{
    private static readonly string[] _attributes = ["color", "weight", "sizes", "screen size"];

    private static readonly string[] _pieces =
    [
        "price", "brand", "terms", "color", "==", "!=", "<", "in", "not", "contains", "&&", "||", "and", "!", "(", ")", "[", "]", ",", ".",
        "\"a\"", "'b", "3", "-", "1e", "null", "true", "attributes", "&", "\\", "\ud800", "é", " ",
    ];

    private static readonly (Item Item, string[] Terms)[] _shop =
    [
        (new("a", "Hair Mask \"Lux\"", "Lumen", [["Beauty", "Hair Care", "Masks"]], "Deep care")
        {
            Domain = "care", Price = 12.5, Stock = 3,
            Attributes = new Dictionary<string, AttributeValue> { ["color"] = AttributeValue.Of("Red"),
                ["weight"] = AttributeValue.Of(250) },
        }, ["hair-mask", "citrus"]),
        (new("b", "Brush", "lumen", [["Beauty", "Tools"], ["Home", "Hair Care"]], "")
        {
            Domain = "care", Price = 40, Stock = 0,
            Attributes = new Dictionary<string, AttributeValue> { ["sizes"] = AttributeValue.Of(["S", "M"]),
                ["screen size"] = AttributeValue.Of(6.1) },
        }, ["brush", "citrus"]),
        (new("c", "Mug", "", [["Home", "Kitchen"]], "") { Domain = "home" }, []),
    ];

    [Theory]
    [InlineData("brand == \"Lumen\"", "ab")]
    [InlineData("brand != 'lumen'", "c")]
    [InlineData("category == \"Hair Care\"", "ab")]
    [InlineData("category == \"beauty>hair care\"", "a")]
    [InlineData("categories contains 'Kitchen'", "c")]
    [InlineData("\"Beauty > Hair Care\" in category", "a")]
    [InlineData("price < 40", "a")]
    [InlineData("price <= 40 && stock > 0", "a")]
    [InlineData("40 >= price", "ab")]
    [InlineData("price != 40", "ac")] // the opposite of ==, so what is not known is there as well
    [InlineData("price == null", "c")]
    [InlineData("price != null", "ab")]
    [InlineData("price < 40 || price == null", "ac")]
    [InlineData("\"citrus\" in terms", "ab")]
    [InlineData("\"citrus\" not in terms", "c")]
    [InlineData("!(\"citrus\" in terms)", "c")]
    [InlineData("not \"hair-mask\" in terms and domain == 'care'", "b")]
    [InlineData("terms contains \"HAIR-MASK\"", "a")]
    [InlineData("id in [\"a\", 'c']", "ac")]
    [InlineData("price in [12.50, 1e3]", "a")]
    [InlineData("id in []", "")]
    [InlineData("title contains '\"lux\"'", "a")]
    [InlineData("title contains \"\\\"lux\\\"\"", "a")]
    [InlineData("title startsWith 'hair' or title endsWith 'UG'", "ac")]
    [InlineData("color == 'red'", "a")]
    [InlineData("COLOR == 'red'", "a")]
    [InlineData("color == null", "bc")]
    [InlineData("weight > 200", "a")]
    [InlineData("weight > 'a'", "")] // a number is not compared with a text
    [InlineData("sizes == 'm'", "b")]
    [InlineData("'s' in sizes", "b")]
    [InlineData("attributes[\"screen size\"] >= 6", "b")]
    [InlineData("attributes.color startsWith 'r'", "a")]
    [InlineData("attributes.unheard == null", "abc")]
    [InlineData("id == 'a' || id == 'b' && price > 100", "a")] // && binds tighter
    [InlineData("(id == 'a' || id == 'b') && price > 20", "b")]
    [InlineData("!!(id == 'a')", "a")]
    [InlineData("stock == -0", "b")]
    [InlineData("price>-1&&price<1000", "ab")]
    public void Matches_TheItemsThatMeetTheCondition(string text, string expected)
    {
        var expression = ItemExpression.Parse(text, _attributes);
        Assert.Equal(expected,
            string.Concat(_shop.Where(entry => expression.Matches(entry.Item, entry.Terms)).Select(entry => entry.Item.Id)));
    }

    [Theory]
    [InlineData("", 1, "a field")]
    [InlineData("price", 6, "stands one of")]
    [InlineData("price = 5", 7, "'=='")]
    [InlineData("price < \"5\"", 9, "without quotes")]
    [InlineData("price < 5 &", 11, "'&&'")]
    [InlineData("price < 5 stock > 1", 11, "&& or ||")]
    [InlineData("(price < 5", 11, "position 1 is not closed")]
    [InlineData("price < 5)", 10, "closes nothing")]
    [InlineData("prise < 5", 1, "There is no field 'prise'")]
    [InlineData("brand == Lumen", 10, "Texts stand in quotes")]
    [InlineData("brand == \"Lumen", 10, "no end")]
    [InlineData("terms < 3", 7, "numbers or texts")]
    [InlineData("price < null", 7, "neither")]
    [InlineData("brand in \"Lumen\"", 10, "is a list")]
    [InlineData("brand in [\"a\" \"b\"]", 15, "','")]
    [InlineData("price contains \"1\"", 1, "no text")]
    [InlineData("title contains 3", 16, "in quotes")]
    [InlineData("price < 1.2.3", 9, "no number")]
    [InlineData("price < 1e999", 9, "no number")]
    [InlineData("price ~ 3", 7, "means nothing")]
    [InlineData("attributes[color] == 'red'", 12, "in quotes")]
    [InlineData("price < 5 && \ud83d\ude00", 14, "means nothing")]
    public void Parse_NamesThePositionOfWhatItCannotRead(string text, int position, string problem)
    {
        var message = Assert.Throws<InvalidInputException>(() => ItemExpression.Parse(text, _attributes)).Message;
        Assert.StartsWith($"Filter, position {position}: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RefusesWhatIsTooLongOrTooDeep()
    {
        Assert.Throws<InvalidInputException>(() => ItemExpression.Parse(new string(' ', ItemExpression.MaximumLength) + "price < 5"));
        Assert.Throws<InvalidInputException>(() => ItemExpression.Parse(new string('(', 2_000) + "price < 5" + new string(')', 2_000)));
        Assert.Throws<InvalidInputException>(() => ItemExpression.Parse(new string('!', 4_000) + "(price < 5)"));
        _ = ItemExpression.Parse(string.Join(" || ", Enumerable.Repeat("price < 5", 300)));
    }

    [Fact]
    public void Parse_OfAnything_IsAnExpressionOrAnErrorWithinTheText()
        => Gen.Int[0, _pieces.Length - 1].Select(piece => _pieces[piece]).Array[0, 12].Sample(parts =>
            {
                var text = string.Join(' ', parts);
                try
                {
                    var expression = ItemExpression.Parse(text, _attributes);
                    _ = _shop.Count(entry => expression.Matches(entry.Item, entry.Terms));
                }
                catch (InvalidInputException error)
                {
                    var position = int.Parse(Position().Match(error.Message).Groups["at"].Value, CultureInfo.InvariantCulture);
                    Assert.InRange(position, 1, text.Length + 1);
                }
            });

    [Fact]
    public void AFilter_AllowsTheItemsThatMatch()
    {
        var catalog = new Catalog(_shop.Select(entry => entry.Item));
        var library = new TermLibrary([new TermId(["hair-mask", "citrus"]), new TermId(["brush", "citrus"]), null]);
        var filter = ItemFilter.Of(catalog, new() { Expression = ItemExpression.Parse("'citrus' in terms && price < 20") }, library);
        Assert.Equal([0], Enumerable.Range(0, catalog.Count).Where(filter.Allows));
    }

    [GeneratedRegex("^Filter, position (?<at>[0-9]+): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Position();
}
