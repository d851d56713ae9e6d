using DuckDB.NET.Data;

namespace Grlm.Import.Tests;

public sealed class InteractionPreferencesTests : IDisposable
{
    private const string Rated = "user_id,item_id,rating,event\n1,a,5,view\n1,b,2.5,purchase\n1,a,4,cart\n2,b,3,view\n";

    private readonly TestImport _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public void Import_WithALeastRating_LeavesOutAndCountsWhatIsBelow()
    {
        var report = _import.Run(Options(Rated) with { MinimumRating = 3 });

        Assert.Equal(["1: a a", "2: b"], _import.Histories());
        Assert.Equal([new("interaction rated below the minimum", 1)], report.Dropped);
    }

    [Theory]
    [InlineData("user_id,item_id\n1,a\n", "s.csv:1: the header has no column 'rating'")]
    [InlineData("user_id,item_id,rating\n1,a,\n", "s.csv:2: the interaction has no rating")]
    [InlineData("user_id,item_id,rating\n1,a,good\n", "s.csv:2: the rating 'good' is no number")]
    public void Import_WithALeastRating_RefusesWhatHasNone(string table, string message)
        => Assert.Contains(message,
            Assert.Throws<InvalidInputException>(() => _import.Run(Options(table) with { MinimumRating = 3 })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Import_WithWeightsOfEvents_StoresThem_AndLeavesOutWhatWeighsNothing()
    {
        var report = _import.Run(Options(Rated) with { Events = ["purchase=3, view=1", "cart=0"] });

        Assert.Equal(["1: a b", "2: b"], _import.Histories());
        Assert.Equal([new("event of a kind that does not count", 1)], report.Dropped);
        Assert.Equal([1.0, 3.0, 1.0], Weights());
        Assert.Equal((2, 1, 1), (report.Files[1].Events["view"], report.Files[1].Events["cart"], report.Files[1].Events["purchase"]));
    }

    [Fact]
    public void Import_WithoutWeights_TakesAllEventsAlike_AndSaysWhichThereAre()
    {
        var report = _import.Run(Options(Rated));

        Assert.Equal((4L, 3), (report.Interactions, report.Files[1].Events.Count));
        Assert.Throws<DuckDBException>(Weights);
    }

    [Fact]
    public void Import_OfAnEventThatHasNoWeight_NamesIt()
    {
        var error = Assert.Throws<InvalidInputException>(() => _import.Run(Options(Rated) with { Events = ["purchase=3", "view=1"] }));
        Assert.Contains("s.csv:4: events of the kind 'cart' have no weight. Give it one beside purchase, view", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(2, Assert.Throws<InvalidOptionsException>(() => _import.Run(Options(Rated) with { Events = ["purchase"] })).ExitCode);
    }

    private ImportOptions Options(string table)
        => new() { Items = _import.Write("i.jsonl", TestImport.TwoItems), Interactions = _import.Write("s.csv", table) };

    private double[] Weights()
    {
        using var connection = new DuckDBConnection(DuckDBConnectionStringBuilder.InMemoryConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();

        // The folder's name is a pattern to DuckDB.
        var folder = Directory.CreateTempSubdirectory("grlm-weights-").FullName;
        File.Copy(Path.Combine(_import.OutputDirectory, ArtifactNames.Interactions), Path.Combine(folder, "interactions.parquet"));
        command.CommandText = $"SELECT weight FROM read_parquet('{folder}/interactions.parquet')";
        using var reader = command.ExecuteReader();
        List<double> weights = [];
        while (reader.Read())
        {
            weights.Add(reader.GetDouble(0));
        }

        return [.. weights];
    }
}
