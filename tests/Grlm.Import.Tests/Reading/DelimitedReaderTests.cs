using CsCheck;

namespace Grlm.Import.Tests;

public sealed class DelimitedReaderTests
{
    [Fact]
    public void Read_OfCsvWithAnyFields_GivesThemBack()
    {
        string[] fields = ["", "a", "\"", ",", "\n", "é", "x y", "\"\"", ",\"\n", "a\"b"];
        var field = Gen.Int[0, fields.Length - 1].Select(place => fields[place]);
        var row = Gen.Select(field, field,
            field, (first, second, third) => new[] { "_" + first + "_", "_" + second + "_", "_" + third + "_" });
        row.List[0, 6].Sample(rows =>
        {
            var csv = "one,two,three\n" + string.Concat(rows.Select(cells => string.Join(',', cells.Select(Quote)) + "\n"));
            Assert.Equal(rows, ReadAll(csv, "i.csv"));
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void Read_OfTsv_LeavesQuotesAsTheyAre()
        => Assert.Equal([["\"a", "5\" nail", ""]], ReadAll("one\ttwo\tthree\n\"a\t5\" nail\t\n", "i.tsv"));

    [Fact]
    public void Read_OfAQuoteInsideAPlainField_TakesItAsText()
        => Assert.Equal([["5\" nail", "b", "c"]], ReadAll("one,two,three\n5\" nail,b,\"c\"\n", "i.csv"));

    [Fact]
    public void Read_OfABadLineInsideAQuotedField_DropsTheWholeRow()
    {
        byte[] csv = [.. "one,two,three\n\"a\n"u8, 0xC3, .. "\nb\",2,3\nc,4,5\n"u8];
        var faults = new RowFaults(lenient: true);

        Assert.Equal([["c", "4", "5"]], ReadAll(csv, "i.csv", faults));
        Assert.Equal(1, faults.Dropped["invalid UTF-8"]);
    }

    private static string Quote(string field)
        => field.AsSpan().ContainsAny("\",\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static List<string[]> ReadAll(string text, string name)
        => ReadAll(System.Text.Encoding.UTF8.GetBytes(text), name, new RowFaults(lenient: false));

    private static List<string[]> ReadAll(byte[] text, string name, RowFaults faults)
    {
        using var import = new TestImport();
        var rows = new List<string[]>();
        using var reader = new DelimitedReader(InputFile.OfItems(import.Write(name, text)),
            faults, new ImportProgress(new TestImport.Progress(), CancellationToken.None));
        Assert.Equal(["one", "two", "three"], reader.Columns);
        int[] columns = [0, 1, 2];
        while (reader.Read())
        {
            rows.Add([.. columns.Select(reader.Field)]);
        }

        return rows;
    }
}
