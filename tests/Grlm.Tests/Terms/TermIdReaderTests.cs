using System.Text;
using Parquet;
using Parquet.Schema;

namespace Grlm.Tests;

public sealed class TermIdReaderTests
{
    private const string Good = """["hair-mask", "color-lock", "citrus", "protein", "unisex"]""";

    [Fact]
    public async Task Read_GivesTermIdsInCatalogueOrder()
    {
        var reading = await ReadAsync(
            $$"""
            {
              "b": ["shampoo", "color", "care", "treated", "preserve"],
              "a": {{Good}}
            }
            """,
            ["a", "b"]);
        Assert.Equal(
            ["[hair-mask, color-lock, citrus, protein, unisex]", "[shampoo, color, care, treated, preserve]"],
            reading.TermIds.Select(termId => termId!.ToString()));
        Assert.Equal((0, 0, 0), (reading.Normalized, reading.Repeating, reading.Dropped.Count));
    }

    [Fact]
    public async Task Read_NormalizesTermsAndCountsTheItems()
    {
        var reading = await ReadAsync($$"""{ "a": ["Hair Mask", "R/C", "citrus", "protein", "unisex"], "b": {{Good}} }""", ["a", "b"]);
        Assert.Equal("[hair-mask, r-c, citrus, protein, unisex]", reading.TermIds[0]!.ToString());
        Assert.Equal(1, reading.Normalized);
    }

    [Fact]
    public async Task Read_OfAFileForEachDomain_PutsTheDomainInFrontOfTheIds()
    {
        using var folder = new TemporaryFolder();
        var home = folder.Write("home.json", $$"""{ "1": {{Good}} }""");
        var books = folder.Write("books.json", """{ "1": ["novel", "sea", "storm", "old", "love"] }""");
        var catalog = new Catalog([Item("home:1", "home"), Item("books:1", "books")]);

        var reading = await TermIdReader.ReadAsync([home, books], catalog, lenient: false, TestContext.Current.CancellationToken);
        Assert.Equal(["hair-mask", "novel"], reading.TermIds.Select(termId => termId!.Terms[0]));
        await Assert.ThrowsAsync<InvalidInputException>(
            () => TermIdReader.ReadAsync([home, books, books], catalog, lenient: false, TestContext.Current.CancellationToken));

        static Item Item(string id, string domain) => new(id, "", "", [], "") { Domain = domain };
    }

    [Fact]
    public async Task Read_KeepsATermIdThatHasATermTwice_AndCountsIt()
    {
        var reading = await ReadAsync("""{ "a": ["nail", "lacquer", "white", "on", "White"] }""", ["a"]);
        Assert.Equal("[nail, lacquer, white, on, white]", reading.TermIds[0]!.ToString());
        Assert.Equal(1, reading.Repeating);
    }

    [Theory]
    [InlineData("""["hair-mask", "color-lock", "citrus", "protein"]""", "wrongLength", "4 terms where most term IDs have 5")]
    [InlineData("""["a", "b", "c", "d", "e", "f"]""", "wrongLength", "6 terms")]
    [InlineData("""["a", "b", "...", "d", "e"]""", "invalidTerm", "term 3 is empty or longer")]
    [InlineData("""["a", "b", 3, "d", "e"]""", "unreadable", "a term is not a text")]
    [InlineData("null", "unreadable", "terms are not a list")]
    public async Task Read_RefusesABadTermIdWithFileAndLine_OrDropsItWhenLenient(string terms, string reason, string problem)
    {
        var json = $"{{\n\"a\": {Good},\n\n\"12\": {terms}\n}}";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a", "12"]));
        Assert.Contains("tid.json:4: item '12': ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.ExitCode);

        var reading = await ReadAsync(json, ["a", "12"], lenient: true);
        Assert.NotNull(reading.TermIds[0]);
        Assert.Null(reading.TermIds[1]);
        Assert.Equal([(reason, 1), ("missing", 1)],
            reading.Dropped.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Key == reason));
    }

    [Theory]
    [InlineData("""["mask", "citrus", "color-lock"]""", """["soap", "raw", "men"]""", 3)]
    [InlineData("""["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]""", """["j", "i", "h", "g", "f", "e", "d", "c", "b", "a"]""", 10)]
    public async Task Read_TakesTheNumberOfTermsFromTheFile(string first, string second, int length)
    {
        var reading = await ReadAsync($$"""{ "a": {{first}}, "b": {{second}} }""", ["a", "b"]);
        Assert.Equal(length, reading.Length);
        Assert.All(reading.TermIds, termId => Assert.Equal(length, termId!.Terms.Length));
    }

    [Fact]
    public async Task Read_RefusesTheTermIdsThatDifferFromMost_WhereverTheyStand()
    {
        var json = $"{{\n\"a\": [\"Soap\", \"raw\"],\n\"b\": {Good},\n\"c\": [\"v\", \"w\", \"x\", \"y\", \"z\"] }}";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a", "b", "c"]));
        Assert.Contains("tid.json:2: item 'a': 2 terms where most term IDs have 5.", exception.Message, StringComparison.Ordinal);
        var reading = await ReadAsync(json, ["a", "b", "c"], lenient: true);
        Assert.Equal((5, 0), (reading.Length, reading.Normalized));
        Assert.Equal([("missing", 1), ("wrongLength", 1)], reading.Dropped.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TermId.MinimumLength - 1)]
    [InlineData(TermId.MaximumLength + 1)]
    public async Task Read_RefusesANumberOfTermsThatNoLibraryHas(int terms)
    {
        var json = $$"""{ "a": [{{string.Join(", ", Enumerable.Range(0, terms).Select(term => $"\"t{term}\""))}}] }""";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a"]));
        Assert.Contains($"tid.json:1: item 'a': {terms} terms where a term ID has 2 to 16.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesAnUnknownItem_OrDropsItWhenLenient()
    {
        var json = $"{{\n\"a\": {Good}, \"x\": {Good} }}";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a"]));
        Assert.Contains("tid.json:2: item 'x': there is no such item", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await ReadAsync(json, ["a"], lenient: true)).Dropped["unknownItem"]);
    }

    [Fact]
    public async Task Read_RefusesASecondTermIdOfAnItem_OrKeepsTheFirstWhenLenient()
    {
        var json = $"{{\n\"a\": {Good},\n\"a\": [\"v\", \"w\", \"x\", \"y\", \"z\"] }}";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a"]));
        Assert.Contains("tid.json:3: item 'a': it has a second term ID", exception.Message, StringComparison.Ordinal);
        var reading = await ReadAsync(json, ["a"], lenient: true);
        Assert.Equal("hair-mask", reading.TermIds[0]!.Terms[0]);
        Assert.Equal(1, reading.Dropped["duplicateItem"]);
    }

    [Fact]
    public async Task Read_RefusesACatalogueWithItemsLeftOver_NamingTheFirst()
    {
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync($"{{ \"a\": {Good} }}", ["a", "b", "c"]));
        Assert.Contains("2 of 3 items have no term ID, item 'b' first", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n\n[]", 3)]
    [InlineData("{\n\"a\": [\"x\",\n", 3)]
    [InlineData("{\n\"a\": {} }", 2)]
    [InlineData("{\n\"a\" [] }", 2)]
    [InlineData("{\n\"a\": [[\"x\"]] }", 2)]
    public async Task Read_RefusesAMalformedFileEvenWhenLenient(string json, int line)
    {
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a"], lenient: true));
        Assert.Contains($"tid.json:{line}: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesAFileThatGivesNoItemATermId_EvenWhenLenient()
        => await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync($"{{ \"x\": {Good} }}", ["a"], lenient: true));

    [Fact]
    public async Task Read_RefusesBytesThatAreNotUtf8()
    {
        byte[] json = [.. "{\n\"a\": [\""u8, 0xFF, .. "\",\"b\",\"c\",\"d\",\"e\"]}"u8];
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ["a"], lenient: false));
        Assert.Contains("tid.json:2: item 'a': it holds bytes that are not UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesAValueOfTenMegabytes()
    {
        var exception = await Assert.ThrowsAsync<InvalidInputException>(
            () => ReadAsync($"{{\n\"a\": [\"{new string('x', 10_000_000)}\"]}}", ["a"]));
        Assert.Contains("tid.json:2: a single value is longer than 1,024 KiB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FindsTheLineInAFileOfManyPieces_AndSkipsAByteOrderMark()
    {
        // 300 KB are five pieces of the reader's buffer.
        var ids = Enumerable.Range(0, 4_000).Select(index => index.ToString()).ToList();
        var lines = ids.Select(id => $"\"{id}\": {(id == "3999" ? "[]" : Good)}");
        var json = $"\uFEFF{{\n{string.Join(",\n", lines)}\n}}";
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(json, ids));
        Assert.Contains("tid.json:4001: item '3999': 0 terms", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3_999, (await ReadAsync(json, ids, lenient: true)).TermIds.Count(termId => termId is not null));
    }

    [Fact]
    public async Task Read_SaysThatThereIsNoSuchFile()
    {
        var exception = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => TermIdReader.ReadAsync("nowhere/tid.json", Catalogs.WithIds("a"), lenient: false, TestContext.Current.CancellationToken));
        Assert.Contains("nowhere/tid.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TakesTheTableThatTheTermsStageWrites()
    {
        using var folder = new TemporaryFolder();
        var catalog = Catalogs.WithIds("a", "b", "c");
        TermId?[] termIds = [new("v", "w", "x", "y", "z"), null, new("保护", "5%", "c", "b", "a")];
        var path = Path.Combine(folder.Root, "term-ids.parquet");
        await TermIdTable.WriteAsync(path, catalog, termIds, TestContext.Current.CancellationToken);
        var reading = await TermIdReader.ReadAsync(path, catalog, lenient: true, TestContext.Current.CancellationToken);
        Assert.Equal(termIds, reading.TermIds);
        var exception = await Assert.ThrowsAsync<InvalidInputException>(
            () => TermIdReader.ReadAsync(path, Catalogs.WithIds("a"), lenient: false, TestContext.Current.CancellationToken));
        Assert.Contains("term-ids.parquet:2: item 'c': there is no such item", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TakesNumbersOfATableByTheirValue()
    {
        await AssertReadAsync<int>([101, 102]);
        await AssertReadAsync<long>([101, 102]);
        await AssertReadAsync<float>([101, 102]);
        await AssertReadAsync<double>([101, 102]);
        await AssertReadAsync<decimal>([101, 102.00m]);
    }

    private static async Task AssertReadAsync<T>(T[] ids)
        where T : struct
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "term-ids.parquet");
        IReadOnlyList<string>[] terms = [["v", "w", "x"], ["a", "b", "c"]];
        await WriteAsync(path, new DataField<T>("item_id", nullable: false),
            (group, field) => group.WriteAsync<T>(field, ids.AsMemory()), terms);
        Assert.Equal(["[v, w, x]", "[a, b, c]"], await TermIdsAsync());
        await WriteAsync(path, new DataField<T>("item_id", nullable: true),
            (group, field) => group.WriteAsync<T>(field, Array.ConvertAll(ids, id => (T?)id).AsMemory()), terms);
        Assert.Equal(["[v, w, x]", "[a, b, c]"], await TermIdsAsync());

        async Task<IEnumerable<string>> TermIdsAsync()
            => (await TermIdReader.ReadAsync(path, Catalogs.WithIds("101", "102"),
                lenient: false, TestContext.Current.CancellationToken)).TermIds.Select(termId => termId!.ToString());
    }

    private static async Task WriteAsync(
        string path, DataField itemId, Func<ParquetRowGroupWriter, DataField, Task> writeIds, IReadOnlyList<string>[] terms)
    {
        var schema = new ParquetSchema(itemId, ParquetStringList.Field("terms"));
        using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken);
        using var group = writer.CreateRowGroup();
        await writeIds(group, schema.DataFields[0]);
        await ParquetStringList.WriteAsync(group, schema.DataFields[1], terms, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Read_OfAnIdWithADecimalPoint_AsksWhetherTheWholeNumberWasMeant()
    {
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync($$"""{ "101.0": {{Good}} }""", ["101"]));
        Assert.Contains("there is no such item in the catalogue. Did you mean '101'?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesAFileThatIsNotParquet()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("term-ids.parquet", "{}");
        var exception = await Assert.ThrowsAsync<InvalidInputException>(
            () => TermIdReader.ReadAsync(path, Catalogs.WithIds("a"), lenient: false, TestContext.Current.CancellationToken));
        Assert.Contains("not a Parquet file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesATableThatIsCutShortOrOverwritten()
    {
        using var folder = new TemporaryFolder();
        var catalog = Catalogs.WithIds("a", "b");
        var path = Path.Combine(folder.Root, "term-ids.parquet");
        await TermIdTable.WriteAsync(path, catalog, [new("v", "w", "x", "y", "z"), new("a", "b", "c", "d", "e")],
            TestContext.Current.CancellationToken);
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var overwritten = sound.ToArray();
        overwritten.AsSpan(8, 40).Clear();
        foreach (var damaged in Enumerable.Range(0, sound.Length).Select(length => sound[..length]).Append(overwritten))
        {
            folder.Write("term-ids.parquet", damaged);
            var exception = await Assert.ThrowsAsync<InvalidInputException>(
                () => TermIdReader.ReadAsync(path, catalog, lenient: true, TestContext.Current.CancellationToken));
            Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        }
    }

    private static Task<TermIdReading> ReadAsync(string json, IReadOnlyList<string> ids, bool lenient = false)
        => ReadAsync(Encoding.UTF8.GetBytes(json), ids, lenient);

    private static async Task<TermIdReading> ReadAsync(byte[] json, IReadOnlyList<string> ids, bool lenient)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("tid.json", json);
        return await TermIdReader.ReadAsync(path, Catalogs.WithIds(ids), lenient, TestContext.Current.CancellationToken);
    }
}
