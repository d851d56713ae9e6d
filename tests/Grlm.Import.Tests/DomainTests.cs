namespace Grlm.Import.Tests;

public sealed class DomainTests : IDisposable
{
    private readonly TestImport _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public void OneDataset_HasOneDomainWithoutAName()
    {
        var report = _import.Run(_import.Write("i.jsonl", TestImport.TwoItems), _import.Write("s.txt", "1 a b\n"));
        Assert.Empty(report.Domains);
        Assert.Equal([""], _import.Read().Catalog.Domains);
    }

    [Fact]
    public void AnItemsFile_MayNameTheDomains()
    {
        var report = _import.Run(
            _import.Write("i.csv", "item_id,title,domain\na,Soap,home\nb,Novel,books\nc,Brush,home\n"),
            _import.Write("s.txt", "1 a b a\n2 b\n"));
        Assert.Equal([new DomainCounts("home", 2, 1, 2), new DomainCounts("books", 1, 2, 2)], report.Domains);
        var catalog = _import.Read().Catalog;
        Assert.Equal(["home", "books"], catalog.Domains);
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(catalog.DomainOf));
    }

    [Fact]
    public void OneDataset_MayBeGivenADomain_AndKeepsItsIds()
    {
        _import.Run(Options("home") with { Items = Items("a"), Interactions = _import.Write("s.txt", "1 a\n") });
        Assert.Equal(["home"], _import.Read().Catalog.Domains);
        Assert.Equal(["1: a"], _import.Histories());
    }

    [Fact]
    public void SeveralDatasets_HaveIdsAndUsersOfTheirOwn()
    {
        var report = _import.Run(
            Options("home", "books") with { Interactions = [_import.Write("1.txt", "1 a b\n2 a\n"), _import.Write("2.txt", "1 b b\n")] });
        Assert.Equal(["home:a", "home:b", "books:b"], _import.Read().Catalog.Select(item => item.Id));
        Assert.Equal(["home:1: home:a home:b", "home:2: home:a", "books:1: books:b books:b"], _import.Histories());
        Assert.Equal([new DomainCounts("home", 2, 2, 3), new DomainCounts("books", 1, 1, 2)], report.Domains);
    }

    [Fact]
    public void SharedUsers_HaveOneHistory_ByTime()
    {
        _import.Run(Options("home", "books") with
        {
            SharedUsers = true,
            Interactions =
            [
                _import.Write("1.tsv", "user_id\titem_id\ttimestamp\n1\ta\t10\n1\tb\t30\n1\tb\t30\n"),
                _import.Write("2.tsv", "user_id\titem_id\ttimestamp\n1\tb\t20\n2\tb\t5\n"),
            ],
        });
        Assert.Equal(["1: home:a books:b home:b", "2: books:b"], _import.Histories());
    }

    [Fact]
    public void SharedUsers_WithoutTimes_AreOrderedAsTheDatasetsStand_AndKeepEveryRepeat()
    {
        _import.Run(Options("home", "books") with
        {
            SharedUsers = true,
            Interactions = [_import.Write("1.txt", "1 b a b\n"), _import.Write("2.csv", "user_id,item_id\n1,b\n1,b\n")],
        });
        Assert.Equal(["1: home:b home:a home:b books:b books:b"], _import.Histories());
    }

    [Fact]
    public void Faults_NameTheFileOfTheirDataset()
    {
        var options = Options("home",
            "books") with
        { Interactions = [_import.Write("1.txt", "1 a b\n"), _import.Write("2.txt", "1 b\n2 a\n")] };
        Assert.StartsWith($"{_import.PathOf("2.txt")}:2: the user 'books:2' interacts with 'books:a'",
            Fault(options), StringComparison.Ordinal);
        options = options with
        {
            Items = [Items("a"),
            _import.Write("twice.jsonl", """{"item_id": "b"}""" + "\n" + """{"item_id": "b", "title": "x"}""")]
        };
        Assert.StartsWith($"{_import.PathOf("twice.jsonl")}:2: the item 'books:b' stands already in line 1", Fault(options),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_import.PathOf("none.txt")}:1: there is no interaction",
            Fault(Options("home", "books") with { Interactions = [_import.Write("1.txt", "1 a\n"), _import.Write("none.txt", "\n\n")] }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("home")]
    [InlineData("home", "home")]
    [InlineData("home", "")]
    [InlineData("home", "a:b")]
    [InlineData("home", "books", "more")]
    public void SeveralDatasets_TakeANameForEach(params string[] names)
        => Assert.Throws<InvalidOptionsException>(() => _import.Run(Options(names) with
        {
            Items = [Items("a"), Items("b")],
            Interactions = [_import.Write("1.txt", "1 a\n"), _import.Write("2.txt", "1 b\n")],
        }));

    [Fact]
    public void SeveralDatasets_TakeInteractionsForEach()
        => Assert.Contains("Give as many of each", Assert.Throws<InvalidOptionsException>(
            () => _import.Run(Options("home", "books") with { Interactions = _import.Write("1.txt", "1 a\n") })).Message,
            StringComparison.Ordinal);

    private string Fault(ImportOptions options) => Assert.Throws<InvalidInputException>(() => _import.Run(options)).Message;

    private ImportOptions Options(params string[] domains)
        => new() { Items = [Items("a", "b"), Items("b")], Interactions = [], Domains = domains };

    private string Items(params string[] ids)
        => _import.Write($"{string.Concat(ids)}.jsonl", string.Join('\n', ids.Select(id => $$"""{"item_id": "{{id}}"}""")));
}
