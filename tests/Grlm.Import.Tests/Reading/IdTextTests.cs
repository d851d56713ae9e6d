using System.Text.Json;

namespace Grlm.Import.Tests;

public sealed class IdTextTests
{
    [Theory]
    [InlineData("101", "101")]
    [InlineData("101.0", "101")]
    [InlineData("1e3", "1000")]
    [InlineData("1.01e2", "101")]
    [InlineData("-5.00", "-5")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("9007199254740992.0", "9007199254740992")]
    [InlineData("\" 0103 \"", "0103")]
    [InlineData("\"101.0\"", "101.0")]
    public void TryRead_OfJson_TakesWholeNumbersByTheirValueAndTextToTheLetter(string json, string expected)
    {
        Assert.True(IdText.TryRead(Cell.Of(JsonSerializer.Deserialize<JsonElement>(json)), out var id, out _));
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData("101.5")]
    [InlineData("1e-3")]
    [InlineData("1e300")]
    [InlineData("9007199254740994.0")]
    public void TryRead_OfANumberThatIsNoWholeOne_IsRefused(string json)
    {
        Assert.False(IdText.TryRead(Cell.Of(JsonSerializer.Deserialize<JsonElement>(json)), out _, out var problem));
        Assert.Contains(json, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOUBLE", "DOUBLE")]
    [InlineData("DOUBLE", "BIGINT")]
    [InlineData("FLOAT", "DECIMAL(18,2)")]
    [InlineData("INTEGER", "VARCHAR")]
    public void Import_OfParquetNumbers_MatchesThemByValue(string items, string interactions)
    {
        using var import = new TestImport();
        import.Run(
            import.WriteParquet("i.parquet", $"SELECT unnest([101, 102])::{items} AS item_id"),
            import.WriteParquet("s.parquet", $"SELECT 1::{interactions} AS user_id, unnest([102, 101])::{interactions} AS item_id"));
        Assert.Equal(["1: 102 101"], import.Histories());
    }

    [Theory]
    [InlineData("SELECT 101.5::DOUBLE AS item_id", "row 1: the id 101.5 is a number")]
    [InlineData("SELECT 123456789::FLOAT AS item_id", "is a number, and not a whole one")]
    [InlineData("SELECT 'nan'::DOUBLE AS item_id", "row 1: the item has no id")]
    [InlineData("SELECT 'inf'::DOUBLE AS item_id", "row 1: the id inf is a number")]
    public void Import_OfParquetNumbersThatAreNoIds_NamesTheRow(string query, string message)
    {
        using var import = new TestImport();
        var items = import.WriteParquet("i.parquet", query);
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => import.Run(items, import.Write("s.txt", "1 1\n"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("101\n102\n", "1.0,101.0\n1.0,102.0\n", "interacts with '101.0', which is not among the items. Did you mean '101'?")]
    [InlineData("101.0\n102.0\n", "1,101\n", "interacts with '101', which is not among the items. Did you mean '101.0'?")]
    [InlineData("101\n", "1,101.5\n", "interacts with '101.5', which is not among the items. Add the item")]
    [InlineData("v1.0\n", "1,v1\n", "interacts with 'v1', which is not among the items. Add the item")]
    public void Import_OfTextIdsThatDifferByADecimalPoint_AsksWhetherTheyAreTheSame(string items, string interactions, string message)
    {
        using var import = new TestImport();
        var (itemsPath, interactionsPath) = (import.Write("i.csv", "item_id\n" + items),
            import.Write("s.csv", "user_id,item_id\n" + interactions));
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => import.Run(itemsPath, interactionsPath)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ThatIsLenientAndLosesAllRowsToADecimalPoint_SaysSo()
    {
        using var import = new TestImport();
        var (items, interactions) = (import.Write("i.csv", "item_id\n101\n"), import.Write("s.csv", "user_id,item_id\n1.0,101.0\n"));
        Assert.Contains(
            "there is no interaction in the file that can be used. Did you mean '101'?",
            Assert.Throws<InvalidInputException>(() => import.Run(items, interactions, lenient: true)).Message,
            StringComparison.Ordinal);
    }
}
