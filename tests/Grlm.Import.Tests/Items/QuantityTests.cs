using System.Text.Json;

namespace Grlm.Import.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("$1,299.00", 1299)]
    [InlineData("1.299,50 EUR", 1299.5)]
    [InlineData("12,50 €", 12.5)]
    [InlineData("5.99 - 20.00", 5.99)]
    [InlineData("1,299", 1299)]
    [InlineData("true", 1)]
    [InlineData("False", 0)]
    [InlineData("", double.NaN)]
    [InlineData("nan", double.NaN)]
    [InlineData("sold out", double.NaN)]
    [InlineData("1.2.3", double.NaN)]
    public void Of_ReadsTheFirstNumberOfAText(string text, double expected) => Assert.Equal(expected, Quantity.Of(text));

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("true", 1)]
    [InlineData("\"$3.10\"", 3.1)]
    [InlineData("null", double.NaN)]
    [InlineData("[3]", double.NaN)]
    [InlineData("1e999", double.NaN)]
    public void Of_ReadsJsonValues(string json, double expected) => Assert.Equal(expected, Quantity.Of(JsonSerializer.Deserialize<JsonElement>(json)));

    [Theory]
    [InlineData("items.jsonl", "{\"item_id\": \"a\", \"price\": \"$4.50\", \"stock\": 2}\n{\"item_id\": \"b\"}\n")]
    [InlineData("items.csv", "item_id,price,stock\na,4.5,2\nb,,\n")]
    public void Import_KeepsPricesAndStocks(string name, string items)
    {
        using var import = new TestImport();
        import.Run(import.Write(name, items), import.Write("s.txt", "1 a b a\n"));
        var catalog = import.Read().Catalog;
        Assert.Equal([4.5, null], catalog.Select(item => item.Price));
        Assert.Equal([2, null], catalog.Select(item => item.Stock));
    }
}
