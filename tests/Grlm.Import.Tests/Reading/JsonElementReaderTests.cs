using System.Text;
using System.Text.Json;
using CsCheck;

namespace Grlm.Import.Tests;

public sealed class JsonElementReaderTests
{
    [Fact]
    public void Read_OfAnyList_GivesItsElementsBack_HoweverItIsWritten()
    {
        var text = Gen.OneOf(Gen.String[Gen.Char["ab{}[],\"\\\n\u00e9\u20ac"], 0, 12],
            Gen.Int[65_400, 65_700].Select(length => new string('x', length)));
        Gen.Select(text.List[1, 6], Gen.Bool, Gen.Int[0, 2]).Sample((texts, indented, frame) =>
        {
            var options = new JsonSerializerOptions { WriteIndented = indented };
            var elements = texts.Select(
                (value, place) => JsonSerializer.Serialize(new { place, value, list = new[] { value } }, options)).ToList();
            var json = frame switch
            {
                0 => $"[{string.Join(",\n", elements)}]\n",
                1 => $"\uFEFF [ {string.Join(",", elements)} ]",
                _ => string.Join("\n", elements),
            };
            Assert.Equal(elements, ReadAll(json, lenient: false).Elements);
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData("[{\"a\":1},\n{\"a\":2}", 2, "the list is not closed")]
    [InlineData("[{\"a\":1},\n{\"a\":", 2, "the file ends within an object")]
    [InlineData("[{\"a\":1}]\n]", 2, "text follows the end of the list")]
    [InlineData("[{\"a\":1}]\n{\"a\":2}", 2, "text follows the end of the list")]
    public void Read_OfAListThatIsNotWhole_NamesTheLine(string json, int line, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => ReadAll(json, lenient: false));
        Assert.Contains($"i.json:{line}: {problem}", error.Message, StringComparison.Ordinal);
        Assert.Equal("{\"a\":1}", ReadAll(json, lenient: true).Elements[0]);
    }

    [Fact]
    public void Read_OfAnElementThatIsTooLong_SkipsItInConstantMemory()
    {
        var (elements, dropped) = ReadAll($"[{{\"a\":1}},{{\"a\":\"{new string('x', 5_000_000)}\"}},{{\"a\":3}}]", lenient: true);
        Assert.Equal(["{\"a\":1}", "{\"a\":3}"], elements);
        Assert.Equal([new("line too long", 1)], dropped);
    }

    [Fact]
    public void Import_OfABadElement_NamesItsLine_AndDropsItAloneWhenLenient()
    {
        using var import = new TestImport();
        var items = import.Write("i.json",
            "[\n {\n  \"item_id\": \"a\"\n },\n {\n  \"item_id\": \"b\", \"title\": \n },\n 7,\n {\"item_id\": \"c\"}\n]");
        var interactions = import.Write("s.txt", "1 a c\n");

        Assert.Contains("i.json:5: the JSON is malformed",
            Assert.Throws<InvalidInputException>(() => import.Run(items, interactions)).Message, StringComparison.Ordinal);
        Assert.Equal([new("malformed row", 2)], import.Run(items, interactions, lenient: true).Dropped);
        Assert.Equal(["a", "c"], import.Read().Catalog.Select(item => item.Id));
    }

    private static (List<string> Elements, IReadOnlyDictionary<string, long> Dropped) ReadAll(string json, bool lenient)
    {
        using var import = new TestImport();
        var path = import.Write("i.json", json);
        var faults = new RowFaults(lenient);
        var file = new InputFile(path, FileContent.Items, new FileForm { Format = InputFormat.JsonElements }, new FileInfo(path).Length,
            FormHints.None);
        using var reader = new JsonElementReader(file, faults, new ImportProgress(new TestImport.Progress(), CancellationToken.None));
        List<string> elements = [];
        while (reader.Read())
        {
            elements.Add(Encoding.UTF8.GetString(reader.Line.Span));
        }

        return (elements, faults.Dropped);
    }
}
