namespace Grlm.Import.Tests;

public sealed class FieldTextTests
{
    public static TheoryData<string, string> Forms => new()
    {
        { "i.jsonl",
            """{"item_id": "a", "title": "\ufeff Kettle &quot;No. 1&quot;", "brand": "Belk&#39;s", "categories": [["Home &amp; Co", "A &gt; B"]], "description": "Ships &lt;3<br>&amp;amp;", "domain": "A&amp;B"}""" },
        { "i.csv",
            "item_id,title,brand,categories,description,domain\na,\"Kettle &quot;No. 1&quot;\u200b\",Belk&#39;s,\"[[\"\"Home &amp; " +
                "Co\"\",\"\"A &gt; B\"\"]]\",Ships &lt;3<br>&amp;amp;,A&amp;B\n" },
        { "i.tsv",
            "item_id\ttitle\tbrand\tcategories\tdescription\tdomain\na\tKettle &quot;No. 1&quot;\u00a0\tBelk&#39;s\tHome &amp; " +
                "Co > A &gt; B\tShips &lt;3<br>&amp;amp;\tA&amp;B\n" },
        { "i.parquet",
            "SELECT 'a' AS item_id, 'Kettle &quot;No. 1&quot;' AS title, 'Belk&#39;s' AS brand, [['Home &amp; Co', 'A &gt; " +
                "B']] AS categories, 'Ships &lt;3<br>&amp;amp;' AS description, 'A&amp;B' AS domain" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Import_DecodesCharacterReferencesOnceInEveryTextFieldOfEveryForm(string name, string content)
    {
        using var import = new TestImport();
        var items = import.WriteAny(name, content);

        import.Run(items, import.Write("s.txt", "1 a a a\n"));

        var item = import.Read().Catalog[0];
        Assert.Equal(("Kettle \"No. 1\"", "Belk's", "Ships <3<br>&amp;", "A&B"), (item.Title, item.Brand, item.Description, item.Domain));
        Assert.Equal(["Home & Co", "A > B"], item.Categories[0]);
    }

    [Fact]
    public async Task AddItems_LeavesWhatWasDecodedAtImport()
    {
        using var import = new TestImport();
        import.Run(import.Write("i.csv", "item_id,title,categories\na,&amp;quot;,x &amp;lt; y\n"), import.Write("s.txt", "1 a a a\n"));
        var folder = import.PathOf("more");
        Directory.CreateDirectory(folder);

        var report = await new AddItemsStage().RunAsync(
            new AddItemsOptions { Items = import.Write("new.csv", "item_id,title\nb,R&amp;D\n"), Dataset = import.OutputDirectory },
            new StageContext(import.Workspace, folder, new TestImport.Progress()),
            TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(folder, ArtifactNames.Items), Path.Combine(import.OutputDirectory, ArtifactNames.Items), overwrite: true);

        Assert.Equal((2, 1, 0), (report.Items, report.Added, report.Updated));
        Assert.Equal(["&quot;", "R&D"], import.Read().Catalog.Select(item => item.Title));
        Assert.Equal(["x &lt; y"], import.Read().Catalog[0].Categories[0]);
    }

    [Theory]
    [InlineData("<![CDATA[ Ardo &amp; Sons ]]>", "Ardo & Sons")]
    [InlineData("\ufeffx\u00a0\u200b", "x")]
    [InlineData("\u200b \ufeff", "")]
    [InlineData("&nbsp;x&nbsp;", "x")]
    [InlineData("a <![CDATA[b]]>", "a <![CDATA[b]]>")]
    public void Decode_TakesOffWhatTheTransportPutAround(string text, string content) => Assert.Equal(content, FieldText.Decode(text));

    [Theory]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("None")]
    [InlineData("\\N")]
    [InlineData("<NA>")]
    public void Import_OfATable_TakesTheWordsOfProgramsForNothing_UnlessQuoted(string nothing)
    {
        using var import = new TestImport();
        import.Run(
            import.Write("i.csv", $"item_id,title,brand,categories\na,{nothing},{nothing},{nothing}\nb,\"{nothing}\",NAN,Null Co\n"),
            import.Write("s.txt", "1 a b a\n"));

        var catalog = import.Read().Catalog;
        Assert.Equal((string.Empty, string.Empty, 0), (catalog[0].Title, catalog[0].Brand, catalog[0].Categories.Count));
        Assert.Equal((nothing, "NAN", "Null Co"), (catalog[1].Title, catalog[1].Brand, catalog[1].Categories[0][0]));
    }

    [Fact]
    public void Import_OfSequences_ReadsIdsAsItemsHaveThem_WithoutSignsThatNobodySees()
    {
        using var import = new TestImport();
        import.Run(import.Write("i.jsonl", "{\"item_id\": \"\\u200bzero\"}\n{\"item_id\": \"b\"}\n"),
            import.Write("s.txt", "1 b \u200bzero\n"));
        Assert.Equal(["1: b zero"], import.Histories());
    }

    [Fact]
    public void Import_OfATable_TakesAQuotedWordForNothing_AsAnId()
    {
        using var import = new TestImport();
        import.Run(import.Write("i.csv", "item_id,title\n\"null\",Cup\nb,Pot\n"),
            import.Write("s.csv", "user_id,item_id\n\"None\",b\n\"None\",\"null\"\n"));
        var dataset = import.Read();
        Assert.Equal(["null", "b"], dataset.Catalog.Select(item => item.Id));
        Assert.Equal("None", dataset.Histories.UserId(0));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void Import_OfJsonWithNaN_AsPythonWritesIt_TakesItForNothing(string nothing)
    {
        using var import = new TestImport();
        import.Run(import.Write("i.jsonl", $"{{\"item_id\": \"a\", \"title\": {nothing}, \"price\": {nothing}}}"),
            import.Write("s.txt", "1 a\n"));
        var item = import.Read().Catalog[0];
        Assert.Equal((string.Empty, null), (item.Title, item.Price));
    }

    [Fact]
    public void Import_OfJsonWithAnotherWord_NamesItsPlace()
    {
        using var import = new TestImport();
        var items = import.Write("i.jsonl", "{\"item_id\": \"a\", \"price\": Nu}");
        Assert.Contains(
            "the JSON is malformed at byte 27. Write one JSON object a line.",
            Assert.Throws<InvalidInputException>(() => import.Run(items, import.Write("s.txt", "1 a\n"))).Message,
            StringComparison.Ordinal);
    }
}
