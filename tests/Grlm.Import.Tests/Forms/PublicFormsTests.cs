using System.Globalization;

namespace Grlm.Import.Tests;

public sealed class PublicFormsTests
{
    public static TheoryData<string> Names => [.. PublicForms.All.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_OfAPublicForm_GivesTheSameShop_WithNoOptionButFileNames(string name)
    {
        var form = PublicForms.All.Single(form => form.Name == name);
        using var import = new TestImport();
        var report = import.Run(import.Write(form.Items.File, form.Items.Content),
            import.Write(form.Interactions.File, form.Interactions.Content));

        Assert.Empty(report.Dropped);
        var dataset = import.Read();
        var isLatin = form.Name is "MovieLens .dat" or "MovieLens 100k";
        foreach (var (read, item) in dataset.Catalog.Zip(PublicForms.Shop))
        {
            Assert.Equal(item.Id, read.Id);
            Assert.Equal(isLatin ? item.Title.Replace('–', '-') : item.Title, read.Title);
            Assert.Equal(form.HasBrands ? item.Brand : string.Empty, read.Brand);
            if (form.Name != "MovieLens 100k")
                Assert.Equal(item.Path, Assert.Single(read.Categories));
        }

        Assert.Equal(PublicForms.Shop.Count, report.Items);
        Assert.Equal(Histories(), import.Histories());
        Assert.Equal(2, report.Files.Count);
        Assert.All(report.Files, file => Assert.NotEmpty(file.Columns));
    }

    [Fact]
    public void Import_OfAFormThatKeepsDescriptions_ReadsThem()
    {
        foreach (var form in PublicForms.All.Where(form => form.Name.StartsWith("Amazon", StringComparison.Ordinal)))
        {
            using var import = new TestImport();
            import.Run(import.Write(form.Items.File, form.Items.Content), import.Write(form.Interactions.File, form.Interactions.Content));
            Assert.Equal(PublicForms.Shop.Select(item => item.Description), import.Read().Catalog.Select(item => item.Description));
        }
    }

    [Fact]
    public void Import_NamesWhatItReadAndWhatNot()
    {
        using var import = new TestImport();
        var report = import.Run(
            import.Write("meta.jsonl", """
                {"asin": "a", "title": "Soap", "price": [1], "also_buy": ["b"], "category": ["Bath"]}
                {"asin": "b", "title": "Brush", "price": 3, "brand": {"name": "x"}, "description": ["Two", "parts"]}
                """),
            import.Write("reviews.json", """
                {"reviewerID": "u", "asin": "a", "overall": 5, "unixReviewTime": 1400000000}
                {"reviewerID": "u", "asin": "b", "overall": 1, "unixReviewTime": 1400000001}
                """));

        var (items, interactions) = (report.Files[0], report.Files[1]);
        Assert.Equal(["also_buy"], items.Unread);
        Assert.Equal("item", items.Columns["asin"]);
        Assert.Equal([new("'price' is a list", 1), new("'brand' is an object", 1)], items.DroppedValues);
        Assert.Equal(["overall"], interactions.Unread);
        Assert.Equal("Two parts", import.Read().Catalog[1].Description);
        Assert.Equal((2, 0), (report.Items, report.Dropped.Count));
    }

    [Fact]
    public void Import_WithColumns_ReadsTheOnesThatAreNamed()
    {
        using var import = new TestImport();
        var options = new ImportOptions
        {
            Items = import.Write("i.csv", "Nr;title;Bezeichnung\na;wrong;Seife\nb;wrong;Bürste\n"),
            Interactions = import.Write("s.csv", "Kunde;Nr;Wann\n1;b;1400000000\n1;a;1400000001\n"),
            Columns = ["item=nr,title=Bezeichnung", "user=Kunde", "time=Wann"],
        };

        var report = import.Run(options);

        Assert.Equal(["a: Seife", "b: Bürste"], import.Read().Catalog.Select(item => $"{item.Id}: {item.Title}"));
        Assert.Equal(["1: b a"], import.Histories());
        Assert.Equal(["title"], report.Files[0].Unread);
        var error = Assert.Throws<InvalidInputException>(
            () => import.Run(options with { Columns = ["item=nr", "user=Kunde", "time=Wenn"] }));
        Assert.Contains("s.csv:1: the header has no column 'Wenn'; it has 'Kunde', 'Nr', 'Wann'.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Throws<InvalidOptionsException>(() => import.Run(options with { Columns = ["who=Kunde"] })).ExitCode);
    }

    [Fact]
    public void Import_WithoutAHeader_NamesColumnsByNumber()
    {
        using var import = new TestImport();
        var options = new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.csv", "2014-01-02,b,ann\n2014-01-01,a,ann\n"),
            Columns = ["time=1", "item=2,item=item_id", "user=3"],
            NoHeader = true,
        };

        import.Run(options);

        Assert.Equal(["ann: a b"], import.Histories());
    }

    [Fact]
    public void Import_OfRatingsWithoutAHeader_TellsAmazonsItemsFromUsers()
    {
        using var import = new TestImport();
        var items = import.Write("i.csv", "asin,title\nB000000001,Soap\n0123456789,Brush\n");

        import.Run(items, import.Write("s.csv", "B000000001,A2XYZ34567890,5.0,1400000000\n0123456789,A2XYZ34567890,1.0,1400000001\n"));

        Assert.Equal(["A2XYZ34567890: B000000001 0123456789"], import.Histories());
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("latin-1")]
    [InlineData("utf-16")]
    [InlineData("shift_jis")]
    public void Import_InAnEncodingThatIsNamed_ReadsIt(string encoding)
    {
        using var import = new TestImport();
        var title = encoding == "shift_jis" ? "石鹸" : "Größe café";
        var options = new ImportOptions
        {
            Items = import.Write("i.csv", TextEncodings.Named(encoding).GetBytes($"item_id,title\na,{title}\nb,x\n")),
            Interactions = import.Write("s.txt", "1 a b\n"),
            Encoding = encoding,
        };
        if (encoding != "utf-16")
        {
            var error = Assert.Throws<InvalidInputException>(() => import.Run(options with { Encoding = null }));
            Assert.Contains("i.csv:2: the line is not valid UTF-8 text. Give the file's encoding", error.Message, StringComparison.Ordinal);
        }

        import.Run(
            options with { Interactions = import.Write("s.csv", TextEncodings.Named(encoding).GetBytes("user_id,item_id\n1,a\n1,b\n")) });

        Assert.Equal(title, import.Read().Catalog[0].Title);
        Assert.Equal(2, Assert.Throws<InvalidOptionsException>(() => import.Run(options with { Encoding = "nosuch" })).ExitCode);
    }

    [Fact]
    public void Import_OfAFileThatIsNotInItsEncoding_IsRefused()
    {
        using var import = new TestImport();
        var options = new ImportOptions
        {
            Items = import.Write("i.csv",
                [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("item_id\na"),
                    0x00, 0xD8, .. System.Text.Encoding.Unicode.GetBytes("\n")]),
            Interactions = import.Write("s.txt", "1 a\n"),
        };

        Assert.Contains("the text is not utf-16 throughout", Assert.Throws<InvalidInputException>(() => import.Run(options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OfAHeaderThatNamesNothingKnown_SaysWhatItHasAndWhatToWrite()
    {
        using var import = new TestImport();
        var items = import.Write("i.jsonl", TestImport.TwoItems);

        var error = Assert.Throws<InvalidInputException>(
            () => import.Run(items, import.Write("s.csv", "when;the_user;what_item\n1;2;a\n")));

        Assert.Contains("has no column 'user_id' and 'item_id'; it has 'when', 'the_user', 'what_item'.",
            error.Message, StringComparison.Ordinal);
        Assert.EndsWith("option 'columns': user=the_user,item=what_item", error.Message, StringComparison.Ordinal);
    }

    private static string[] Histories() =>
    [
        .. PublicForms.Events.GroupBy(one => one.User)
            .Select(
                history => string.Create(CultureInfo.InvariantCulture,
                    $"{history.Key}: {string.Join(' ', history.OrderBy(one => one.Time).Select(one => one.Item))}")),
    ];
}
