namespace Grlm.Import.Tests;

public sealed class ImportStageTests
{
    private const string FourItems = """
        {"item_id": "a", "title": " Soap ", "brand": "Wash & Co", "categories": [["Beauty", "Bath"], ["Gifts"]], "description": "<b>Mild</b>", "price": 3, "domain": "bath"}
        {"item_id": 7, "title": null, "categories": ["Beauty", " Hair "]}
        {"item_id": "c", "categories": "Beauty > Face | Gifts"}
        {"item_id": "d", "categories": "Beauty|Feet", "description": "smile \ud83d\ude00"}
        """;

    [Fact]
    public void Import_OfJsonLines_ReadsEveryFieldInFileOrder()
    {
        using var import = new TestImport();

        import.Run(import.Write("i.jsonl", FourItems), import.Write("s.txt", "1 a 7 c d\n"));

        Assert.Equal(
            [
                """{"Id":"a","Title":"Soap","Brand":"Wash \u0026 Co","Categories":[["Beauty","Bath"],["Gifts"]],"Description":"\u003Cb\u003EMild\u003C/b\u003E","Domain":"bath","Price":3,"Stock":null,"Attributes":{}}""",
                """{"Id":"7","Title":"","Brand":"","Categories":[["Beauty","Hair"]],"Description":"","Domain":"","Price":null,"Stock":null,"Attributes":{}}""",
                """{"Id":"c","Title":"","Brand":"","Categories":[["Beauty","Face"],["Gifts"]],"Description":"","Domain":"","Price":null,"Stock":null,"Attributes":{}}""",
                """{"Id":"d","Title":"","Brand":"","Categories":[["Beauty","Feet"]],"Description":"smile \uD83D\uDE00","Domain":"","Price":null,"Stock":null,"Attributes":{}}""",
            ],
            import.Read().Catalog.Select(item => System.Text.Json.JsonSerializer.Serialize(item)));
    }

    [Fact]
    public void Import_OfCsvAndTsv_ReadsTheSameItems()
    {
        const string Csv = "title,item_id,categories,description,brand\r\n\"Soap, \"\"mild\"\"\",a,Beauty " +
            "> Bath,\"two\r\nlines\",\r\nBrush,b,\"[[\"\"Beauty\"\",\"\"Hair\"\"]]\",,Comb & Co\r\n";
        const string Tsv = "item_id\ttitle\tcategories\nb\t\"Brush\"\tBeauty|Hair\n";
        using var import = new TestImport();
        var interactions = import.Write("s.txt", "1 b\n");

        import.Run(import.Write("i.csv", Csv), interactions);
        var csv = import.Read().Catalog;
        import.Run(import.Write("i.tsv.gz", TestImport.Gzip(Tsv)), interactions);
        var tsv = import.Read().Catalog;

        Assert.Equal(("a", "Soap, \"mild\"", string.Empty, "two\nlines"), (csv[0].Id, csv[0].Title, csv[0].Brand, csv[0].Description));
        Assert.Equal(["Beauty", "Hair"], csv[1].Categories[0]);
        Assert.Equal(("b", "\"Brush\""), (tsv[0].Id, tsv[0].Title));
        Assert.Equal(["Beauty", "Hair"], tsv[0].Categories[0]);
    }

    [Theory]
    [InlineData("s.tsv", "timestamp\titem_id\tuser_id\n20\tb\tann\n10\ta\tann\n20\ta\tbob\n20\ta\tann\n")]
    [InlineData("s.csv", "USER_ID,Item_Id,timestamp\nann,b,1970-01-01T00:00:20Z\nann,a,1970-01-01 00:00:10\nbob,a,\nann,\"a\",20.0\n")]
    [InlineData("s.csv",
        "user_id,item_id,timestamp\r\nann,b,200000000020\r\nann,a,200000000010\r\nbob,a,200000000020\r\nann,a,200000000020\r\n")]
    public void Import_OfATable_OrdersAUsersInteractionsByTimeAndTiesAsInTheFile(string name, string table)
    {
        using var import = new TestImport();

        import.Run(import.Write("i.jsonl", TestImport.TwoItems), import.Write(name, table));
        Assert.Equal(["ann: a b a", "bob: a"], import.Histories());

        import.Run(import.Write("i.jsonl", TestImport.TwoItems), import.Write(name + ".gz", TestImport.Gzip(table)));
        Assert.Equal(["ann: a b a", "bob: a"], import.Histories());
    }

    [Fact]
    public void Import_WithoutTimestamps_KeepsTheOrderOfTheFile()
    {
        using var import = new TestImport();

        import.Run(import.Write("i.jsonl", TestImport.TwoItems), import.Write("s.tsv", "user_id\titem_id\nx\tb\ny\ta\nx\ta\n"));

        Assert.Equal(["x: b a", "y: a"], import.Histories());
    }

    [Theory]
    [InlineData("timestamp::VARCHAR")]
    [InlineData("epoch(timestamp)")]
    [InlineData("epoch_ms(timestamp)")]
    [InlineData("timestamp::TIMESTAMP")]
    [InlineData("timestamp::TIMESTAMPTZ")]
    [InlineData("timestamp::TIMESTAMP_NS")]
    public void Import_OfParquet_ReadsAnyTypeOfColumn(string timestamp)
    {
        using var import = new TestImport();
        var (items, interactions) = (import.PathOf("i.parquet"), import.PathOf("s.parquet"));
        import.WriteParquet("i.parquet",
            "SELECT * FROM (VALUES (1, 'Soap', [['Beauty', 'Bath']]), (2, NULL, NULL)) AS items(item_id, title, categories)");
        import.WriteParquet("s.parquet", $"""
            SELECT user_id, item_id, {timestamp} AS timestamp
            FROM (VALUES ('ann', 2, TIMESTAMP '2020-01-02'), ('ann', 1, TIMESTAMP '2020-01-01'), ('bob', 2, NULL)) AS rows(user_id, item_id, timestamp)
            """);

        import.Run(items, interactions);

        Assert.Equal(["ann: 1 2", "bob: 2"], import.Histories());
        Assert.Equal(["Beauty", "Bath"], import.Read().Catalog[0].Categories[0]);
        Assert.Empty(import.Read().Catalog[1].Categories);
    }

    [Fact]
    public void Import_OfParquetRows_NamesTheRowAtFault()
    {
        using var import = new TestImport();
        import.WriteParquet("i.parquet", "SELECT NULL::VARCHAR AS item_id, 'x' AS title UNION ALL SELECT 'a', 'y'");
        import.WriteParquet("s.parquet", "SELECT 1 AS user_id, 'a' AS item_id");
        import.WriteParquet("t.parquet", "SELECT 1 AS person, 'a' AS item_id");

        Assert.Contains(
            "i.parquet:1: row 1: the item has no id",
            Assert.Throws<InvalidInputException>(() => import.Run(import.PathOf("i.parquet"), import.PathOf("s.parquet"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, import.Run(import.PathOf("i.parquet"), import.PathOf("s.parquet"), lenient: true).Items);
        Assert.Equal(
            $"{import.PathOf("t.parquet")}:1: the header has no column 'user_id'; it has 'person', 'item_id'. " +
                $"Rename them, or say which is which by option 'columns': user=person",
            Assert.Throws<InvalidInputException>(
                () => import.Run(import.PathOf("i.parquet"), import.PathOf("t.parquet"), lenient: true)).Message);
    }

    [Fact]
    public void Import_OfParquetIdsWithNul_RefusesThem()
    {
        using var import = new TestImport();
        import.WriteParquet("s.parquet", "SELECT 'u' || chr(0) AS user_id, 'a' AS item_id UNION ALL SELECT 'v', 'a'");
        var items = import.Write("i.jsonl", TestImport.TwoItems);

        Assert.Contains("row 1: an id holds a NUL",
            Assert.Throws<InvalidInputException>(() => import.Run(items, import.PathOf("s.parquet"))).Message, StringComparison.Ordinal);
        import.Run(items, import.PathOf("s.parquet"), lenient: true);
        Assert.Equal(["v: a"], import.Histories());
    }

    [Fact]
    public void Import_OfSequences_KeepsRepeatPurchasesAndJoinsLinesOfAUser()
    {
        using var import = new TestImport();

        var report = import.Run(import.Write("i.jsonl", TestImport.TwoItems), import.Write("s.txt", "2 a a\n1 b\n2\tb  a\n"));

        Assert.Equal(["2: a a b a", "1: b"], import.Histories());
        Assert.Equal((2, 2, 5L, 0L), (report.Items, report.Users, report.Interactions, report.Duplicates));
    }

    [Fact]
    public void Import_WithTextUsers_TakesAnyFirstWordAsTheUser()
    {
        using var import = new TestImport();

        import.Run(new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.txt", "ann a b\n"),
            TextUsers = true
        });

        Assert.Equal(["ann: a b"], import.Histories());
    }

    [Fact]
    public void Import_DropsAndCountsExactRepeats()
    {
        using var import = new TestImport();

        var report = import.Run(
            import.Write("i.jsonl", TestImport.TwoItems + "\n{\"title\": \"Soap\", \"item_id\": \"a\"}\n"),
            import.Write("s.tsv", "user_id\titem_id\ttimestamp\n1\ta\t5\n1\tb\t5\n1\ta\t5.0\n1\ta\t6\n"));

        Assert.Equal((2, 3L, 2L), (report.Items, report.Interactions, report.Duplicates));
        Assert.Empty(report.Dropped);
        Assert.Equal(["1: a b a"], import.Histories());
    }

    [Fact]
    public void Import_WithACore_RepeatsUntilEveryUserAndItemHasEnough()
    {
        // User 3 has one interaction and goes; that leaves item c with one, and it goes; that leaves user 2 with one (b), and so on.
        using var import = new TestImport();
        var items = import.Write("i.csv", "item_id\nz\na\nb\nc\n");
        var interactions = import.Write("s.txt", "2 c b\n1 a b\n3 c\n4 b a\n");

        var report = import.Run(new ImportOptions { Items = items, Interactions = interactions, KCore = 2 });

        Assert.Equal((2, 2, 4L), (report.Items, report.Users, report.Interactions));
        Assert.Equal([new("interaction outside the k-core", 3), new("item outside the k-core", 2)], report.Dropped);
        Assert.Equal(["1: a b", "4: b a"], import.Histories());
        Assert.Equal(["a", "b"], import.Read().Catalog.Select(item => item.Id));
    }

    [Fact]
    public void Import_WithACoreThatIsEmpty_IsRefused()
    {
        using var import = new TestImport();
        var options = new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.txt", "1 a b\n"),
            KCore = 2
        };

        Assert.Contains("the 2-core is empty", Assert.Throws<InvalidInputException>(() => import.Run(options)).Message,
            StringComparison.Ordinal);
        Assert.Equal(2, Assert.Throws<InvalidOptionsException>(() => import.Run(options with { KCore = -1 })).ExitCode);
    }

    [Fact]
    public void Import_WritesItsTwoFilesAndNothingElse_TheSameBytesEachTime()
    {
        using var import = new TestImport();
        var (items, interactions) = (import.Write("i.jsonl", FourItems), import.Write("s.txt", "1 a 7 c\n2 d a\n"));

        import.Run(items, interactions);
        var first = Files();
        import.Run(items, interactions);

        Assert.Equal([ArtifactNames.Interactions, ArtifactNames.Items, ArtifactNames.Split], first.Keys);
        Assert.Equal(first, Files());

        SortedDictionary<string, string> Files() => new(
            Directory.EnumerateFileSystemEntries(import.OutputDirectory).ToDictionary(path => Path.GetFileName(path),
                path => Convert.ToHexString(File.ReadAllBytes(path))),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Import_ReportsBytesReadUpToTheLengthOfTheFile()
    {
        using var import = new TestImport();
        var progress = new TestImport.Progress();
        var options = new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.txt", "1 a b\n")
        };

        import.Run(options, progress, TestContext.Current.CancellationToken);

        Assert.Equal(new StageProgress("reading items", 0, TestImport.TwoItems.Length, "bytes", "0 rows"), progress.Reports[0]);
        Assert.Contains(new StageProgress("reading items", TestImport.TwoItems.Length, TestImport.TwoItems.Length, "bytes", "2 rows"),
            progress.Reports);
        Assert.Contains(new StageProgress("reading interactions", 6, 6, "bytes", "2 rows"), progress.Reports);
        Assert.Equal("writing the dataset", progress.Reports[^1].Activity);
    }

    [Theory]
    [InlineData("reading items")]
    [InlineData("reading interactions")]
    [InlineData("matching interactions with items")]
    [InlineData("keeping the 1-core")]
    [InlineData("writing the dataset")]
    public void Import_ThatIsCancelled_LeavesNothing(string activity)
    {
        using var import = new TestImport();
        using var cancellation = new CancellationTokenSource();
        var progress = new TestImport.Progress(report =>
        {
            if (report.Activity == activity)
                cancellation.Cancel();
        });
        var options = new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.txt", "1 a b\n"),
            KCore = 1
        };

        Assert.ThrowsAny<OperationCanceledException>(() => import.Run(options, progress, cancellation.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(import.OutputDirectory));
    }

    [Fact]
    public void Import_ThatFails_ClearsWhatAnEarlierOneLeft()
    {
        using var import = new TestImport();
        Directory.CreateDirectory(Path.Combine(import.OutputDirectory, "scratch.partial"));
        File.WriteAllText(Path.Combine(import.OutputDirectory, "scratch.partial", "import.duckdb"), "half");
        File.WriteAllText(Path.Combine(import.OutputDirectory, ArtifactNames.Items), "half");
        File.WriteAllText(Path.Combine(import.OutputDirectory, ArtifactNames.Interactions), "half");

        Assert.Throws<InvalidInputException>(
            () => import.Run(import.Write("i.jsonl", TestImport.TwoItems), import.Write("s.txt", "1 zzz\n")));

        Assert.Empty(Directory.EnumerateFileSystemEntries(import.OutputDirectory));
    }
}
