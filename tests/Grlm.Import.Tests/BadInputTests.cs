namespace Grlm.Import.Tests;

public sealed class BadInputTests
{
    private const string Pairs = "user_id\titem_id\ttimestamp\n1\ta\t5\n1\tb\t6\n";

    /// <summary>Items file, its content, the line at fault, words of the message, the reason that lenient counts.</summary>
    public static TheoryData<string, string, int, string, string> BadItems => new()
    {
        { "i.jsonl", """{"title": "no id"}""", 3, "the item has no id", "item without id" },
        { "i.jsonl", """{"item_id": null, "title": "no id"}""", 3, "the item has no id", "item without id" },
        { "i.jsonl", """{"item_id": "  "}""", 3, "the item has no id", "item without id" },
        { "i.jsonl", """{"item_id": "a", "title": "Other soap"}""", 3, "the item 'a' stands already in line 1",
            "item id used twice with different text" },
        { "i.jsonl", """{"item_id": "c", "title": }""", 3, "the JSON is malformed at byte 27", "malformed row" },
        { "i.jsonl", """{"item_id": "c"} {"item_id": "d"}""", 3, "the JSON is malformed", "malformed row" },
        { "i.jsonl", """{"item_id": "c", "title": "\ud800"}""", 3, "half of a surrogate pair", "malformed row" },
        { "i.jsonl", """{"item_id": "c", "title": "a\u0000b"}""", 3, "the text holds a NUL character", "malformed row" },
        { "i.jsonl", "{\"item_id\": \"c\0\"}", 3, "not valid UTF-8 text", "invalid UTF-8" },
        { "i.jsonl", """["c"]""", 3, "the line is a list, not a JSON object", "malformed row" },
        { "i.jsonl", "17", 3, "the line is a number, not a JSON object", "malformed row" },
        { "i.jsonl", """{"item_id": "c", "item_id": "d"}""", 3, "the object names a field twice", "malformed row" },
        { "i.jsonl", """{'item_id': 'c', 'title': open('x')}""", 3, "the JSON is malformed", "malformed row" },
        { "i.jsonl", """{"item_id": true}""", 3, "'item_id' is true or false, not a string", "wrong type of a field" },
        { "i.jsonl", """{"item_id": ["c"]}""", 3, "'item_id' is a list, not a string", "wrong type of a field" },
    };

    [Theory]
    [MemberData(nameof(BadItems))]
    public void Import_OfABadItem_NamesItsLine_OrDropsItWhenLenient(string name, string badLine, int line, string problem, string reason)
        => Check(name, Utf8(TestImport.TwoItems + "\n" + badLine + "\n"), "s.tsv", Utf8(Pairs), $"{name}:{line}: ", problem, reason);

    /// <summary>Interactions file, a bad line after three good ones, words of the message, the reason that lenient counts.</summary>
    public static TheoryData<string, string, string, string> BadInteractions => new()
    {
        { "s.tsv", "1\tzzz\t7", "the user '1' interacts with 'zzz', which is not among the items", "interaction with an unknown item" },
        { "s.csv", "1,zzz,7", "the user '1' interacts with 'zzz', which is not among the items", "interaction with an unknown item" },
        { "s.tsv", "\ta\t7", "the interaction has no user", "interaction without user" },
        { "s.tsv", "1\t\t7", "the interaction has no item", "interaction without item" },
        { "s.csv", "NULL,a,7", "the interaction has no user", "interaction without user" },
        { "s.csv", "1,nan,7", "the interaction has no item", "interaction without item" },
        { "s.tsv", "None\ta\t7", "NULL, nan and the like are ids only in quotes", "interaction without user" },
        { "s.tsv", "1\ta\tyesterday", "the timestamp 'yesterday' cannot be read", "invalid timestamp" },
        { "s.tsv", "1\ta", "the row has 2 fields, the header 3", "malformed row" },
        { "s.csv", "1,a,7,8", "the row has 4 fields, the header 3", "malformed row" },
        { "s.csv", "\"1\"x,a,7", "text follows a closing quote", "malformed row" },
        { "s.csv", "\"1,a,7", "a quote is opened here and never closed", "malformed row" },
    };

    [Theory]
    [MemberData(nameof(BadInteractions))]
    public void Import_OfABadInteraction_NamesItsLine_OrDropsItWhenLenient(string name, string badLine, string problem, string reason)
    {
        var table = Pairs + badLine + "\n";
        Check(
            "i.jsonl",
            Utf8(TestImport.TwoItems),
            name,
            Utf8(name.EndsWith(".csv", StringComparison.Ordinal) && !badLine.Contains('\t', StringComparison.Ordinal)
                ? Pairs.Replace('\t', ',') + badLine + "\n" : table),
            $"{name}:4: ",
            problem,
            reason);
    }

    [Theory]
    [InlineData("ann a b", "the user 'ann' is not a whole number", "text user in a sequence file")]
    [InlineData("1.5 a b", "the user '1.5' is not a whole number", "text user in a sequence file")]
    [InlineData("9", "the user '9' has no items", "interaction without item")]
    [InlineData("9 zzz", "the user '9' interacts with 'zzz'", "interaction with an unknown item")]
    public void Import_OfABadSequence_NamesItsLine_OrDropsItWhenLenient(string badLine, string problem, string reason)
        => Check("i.jsonl", Utf8(TestImport.TwoItems), "s.txt", Utf8($"1 a b\n\n{badLine}\n"), "s.txt:3: ", problem, reason);

    [Fact]
    public void Import_OfATextUser_NamesTheAlternative()
    {
        var error = Refuse("i.jsonl", Utf8(TestImport.TwoItems), "s.txt", Utf8("ann a b\n"));

        Assert.Contains("a TSV or CSV file with the columns user_id and item_id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OfInvalidUtf8_NamesItsLine_OrDropsItWhenLenient()
    {
        byte[] overlong = [.. Utf8(TestImport.TwoItems + "\n{\"item_id\": \""), 0xC0, 0xAF, .. Utf8("\"}\n")];
        byte[] cut = [.. Utf8(Pairs + "1\ta"), 0xE2, 0x82, .. Utf8("\t9\n")];

        Check("i.jsonl", overlong, "s.tsv", Utf8(Pairs), "i.jsonl:3: ", "not valid UTF-8", "invalid UTF-8");
        Check("i.jsonl", Utf8(TestImport.TwoItems), "s.tsv", cut, "s.tsv:4: ", "not valid UTF-8", "invalid UTF-8");
    }

    [Fact]
    public void Import_OfATenMegabyteLine_NamesItsLine_OrDropsItWhenLenient()
    {
        var longTitle = TestImport.TwoItems + "\n{\"item_id\": \"c\", \"title\": \"" + new string('x', 10_000_000) + "\"}\n";
        var longQuoted = Pairs.Replace('\t', ',') + "\"" + string.Concat(Enumerable.Repeat("many lines\n", 200_000)) + "\",a,7\n";
        var longSequence = "1 a b\n\n1 " + string.Concat(Enumerable.Repeat("a ", 5_000_000));

        Check("i.jsonl", Utf8(longTitle), "s.tsv", Utf8(Pairs), "i.jsonl:3: ", "longer than 1,048,576 bytes", "line too long");
        Check("i.jsonl", Utf8(TestImport.TwoItems), "s.txt", Utf8(longSequence), "s.txt:3: ", "longer than 1,048,576 bytes",
            "line too long");
        Assert.Contains("s.csv:4: a quoted field runs on", Refuse("i.jsonl", Utf8(TestImport.TwoItems), "s.csv", Utf8(longQuoted)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    public void Import_OfATruncatedGzip_NamesWhereItEnds_OrKeepsWhatWasReadWhenLenient(int missingBytes)
        => Check("i.jsonl", Utf8(TestImport.TwoItems), "s.tsv.gz", TestImport.Gzip(Pairs + "1\ta\t9\n1\ta\t99")[..^missingBytes],
            "s.tsv.gz:", "the gzip stream is cut off or damaged here", "truncated or damaged gzip");

    [Fact]
    public void Import_OfATruncatedGzip_CountsTheLinesBeforeTheCut()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row * 7919 % 10007}\ta\t{row}\n"));
        var gzip = TestImport.Gzip(Pairs + rows);
        using var import = new TestImport();
        var items = import.Write("i.jsonl", TestImport.TwoItems);
        var interactions = import.Write("s.tsv.gz", gzip[..(gzip.Length / 2)]);

        var error = Assert.Throws<InvalidInputException>(() => import.Run(items, interactions));
        var report = import.Run(items, interactions, lenient: true);

        Assert.Contains($"s.tsv.gz:{report.Interactions + 2}: ", error.Message, StringComparison.Ordinal);
        Assert.InRange(report.Interactions, 5_000, 19_999);
        Assert.Equal(1, report.Dropped["truncated or damaged gzip"]);
    }

    [Fact]
    public void Import_OfAFileThatIsNotGzip_IsRefusedEvenWhenLenient()
    {
        RefuseAlways("i.jsonl.gz", Utf8(TestImport.TwoItems), "s.tsv", Utf8(Pairs), "i.jsonl.gz:1: the file is not gzip");
        RefuseAlways("i.jsonl.gz", TestImport.Gzip(TestImport.TwoItems)[..7], "s.tsv",
            Utf8(Pairs), "i.jsonl.gz:1: the file is not gzip, or cut off");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n\r\n")]
    [InlineData("\uFEFF")]
    public void Import_OfAnEmptyFile_IsRefusedEvenWhenLenient(string nothing)
    {
        RefuseAlways("i.jsonl", Utf8(nothing), "s.tsv", Utf8(Pairs), "i.jsonl:1: ");
        RefuseAlways("i.jsonl", Utf8(TestImport.TwoItems), "s.txt", Utf8(nothing), "s.txt:1: ");
        RefuseAlways("i.jsonl", Utf8(TestImport.TwoItems), "s.csv", Utf8(nothing), "s.csv:1: ");
        RefuseAlways("i.jsonl.gz", TestImport.Gzip(nothing), "s.tsv", Utf8(Pairs), "i.jsonl.gz:1: ");
    }

    [Fact]
    public void Import_OfAHeaderWithoutRows_IsRefusedEvenWhenLenient()
        => RefuseAlways("i.jsonl", Utf8(TestImport.TwoItems), "s.csv", Utf8("user_id,item_id\n"),
            "s.csv:1: there is no interaction in the file");

    [Theory]
    [InlineData("who\titem_id\n1\ta\n", "s.tsv:1: the header has no column 'user_id'")]
    [InlineData("user_id\twhat\n1\ta\n", "s.tsv:1: the header has no column 'item_id'")]
    [InlineData("who\twhat\n1\ta\n", "Rename them, or say which is which by option 'columns': user=who,item=what")]
    [InlineData("user_id\tUserId\titem_id\n1\t2\ta\n", "s.tsv:1: two columns have one name: 'user_id' (column 1) and 'UserId' (column 2)")]
    public void Import_OfAHeaderThatLacksAColumn_IsRefusedEvenWhenLenient(string table, string message)
        => RefuseAlways("i.jsonl", Utf8(TestImport.TwoItems), "s.tsv", Utf8(table), message);

    [Theory]
    [InlineData("i.xml", "s.tsv", "i.xml: items cannot be read from this kind of file")]
    [InlineData("i", "s.tsv", "i: items cannot be read from this kind of file")]
    [InlineData("i.parquet.gz", "s.tsv", "i.parquet.gz: items cannot be read from this kind of file")]
    [InlineData("i.jsonl", "s.xml", "s.xml: interactions cannot be read from this kind of file")]
    public void Import_OfAnUnknownForm_IsRefusedEvenWhenLenient(string items, string interactions, string message)
        => RefuseAlways(items, Utf8(items.EndsWith(".jsonl", StringComparison.Ordinal) ? TestImport.TwoItems : "<items/>"),
            interactions, Utf8("<pairs/>"), message);

    [Fact]
    public void Import_OfAParquetFileThatIsNotOne_IsRefusedEvenWhenLenient()
    {
        RefuseAlways("i.parquet", Utf8(TestImport.TwoItems), "s.tsv", Utf8(Pairs),
            "i.parquet: this is not a Parquet file, or a damaged one");
        RefuseAlways("i.jsonl", Utf8(TestImport.TwoItems), "s.parquet", Utf8(Pairs),
            "s.parquet: this is not a Parquet file, or a damaged one");
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x15)]
    [InlineData(0x7F)]
    [InlineData(0x88)]
    [InlineData(0xFF)]
    public void Import_OfAParquetFileWithADamagedFooter_IsRefused_WithoutTheNamesOfClasses(byte filler)
    {
        using var import = new TestImport();
        var items = import.Write("i.parquet", [.. "PAR1"u8, .. Enumerable.Repeat(filler, 64), 64, 0, 0, 0, .. "PAR1"u8]);
        var message = Assert.Throws<InvalidInputException>(() => import.Run(items, import.Write("s.tsv", Pairs))).Message;

        Assert.Contains("i.parquet: this is not a Parquet file, or a damaged one (", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OfAMissingFileOrAFolder_IsRefused()
    {
        using var import = new TestImport();
        var items = import.Write("i.jsonl", TestImport.TwoItems);
        Directory.CreateDirectory(import.PathOf("folder.tsv"));

        Assert.Contains("none.tsv: there is no such file",
            Assert.Throws<InvalidInputException>(() => import.Run(items, import.PathOf("none.tsv"), lenient: true)).Message,
            StringComparison.Ordinal);
        Assert.Contains("none.jsonl: there is no such file",
            Assert.Throws<InvalidInputException>(() => import.Run(import.PathOf("none.jsonl"), items)).Message, StringComparison.Ordinal);
        Assert.Contains("folder.tsv: this is a folder",
            Assert.Throws<InvalidInputException>(() => import.Run(items, import.PathOf("folder.tsv"))).Message, StringComparison.Ordinal);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>
    /// The strict import refuses the files with this message and writes nothing; the lenient one drops one row and keeps the rest.
    /// </summary>
    private static void Check(
        string items, byte[] itemText, string interactions, byte[] interactionText, string place, string problem, string reason)
    {
        var error = Refuse(items, itemText, interactions, interactionText);
        Assert.Contains(Path.DirectorySeparatorChar + place, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);

        using var import = new TestImport();
        var report = import.Run(import.Write(items, itemText), import.Write(interactions, interactionText), lenient: true);
        Assert.Equal([new(reason, 1)], report.Dropped);
        Assert.Equal((2, 1), (report.Items, report.Users));
        Assert.StartsWith("1: a b", Assert.Single(import.Histories()), StringComparison.Ordinal);
    }

    private static InvalidInputException Refuse(
        string items, byte[] itemText, string interactions, byte[] interactionText, bool lenient = false)
    {
        using var import = new TestImport();
        var error = Assert.Throws<InvalidInputException>(
            () => import.Run(import.Write(items, itemText), import.Write(interactions, interactionText), lenient));
        Assert.Equal(3, error.ExitCode);
        Assert.False(Directory.Exists(import.OutputDirectory) && Directory.EnumerateFileSystemEntries(import.OutputDirectory).Any());
        return error;
    }

    private static void RefuseAlways(string items, byte[] itemText, string interactions, byte[] interactionText, string message)
    {
        Assert.Contains(message, Refuse(items, itemText, interactions, interactionText).Message, StringComparison.Ordinal);
        Assert.Contains(message, Refuse(items, itemText, interactions, interactionText, lenient: true).Message, StringComparison.Ordinal);
    }
}
