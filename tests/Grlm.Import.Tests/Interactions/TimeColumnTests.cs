using DuckDB.NET.Data;

namespace Grlm.Import.Tests;

public sealed class TimeColumnTests : IDisposable
{
    private readonly TestImport _import = new();

    [Fact]
    public void Import_OfFilesInDifferentUnits_OrdersHistoriesByTrueTime()
    {
        var items = _import.Write("i.csv", "item_id\n1\n2\n3\n");
        var report = _import.Run(new ImportOptions
        {
            Items = FileList.Of([items, items]),
            Interactions = FileList.Of(
            [
                _import.Write("a.csv", "user_id,item_id,timestamp\nu,1,1400000000\nu,2,1500000000\nu,3,1600000000\n"),
                _import.Write("b.csv", "user_id,item_id,timestamp\nu,1,1450000000000000\nu,2,1550000000000000\nu,3,1590000000000000\n"),
            ]),
            Domains = ["a", "b"],
            SharedUsers = true,
        });

        Assert.Equal(["u: a:1 b:1 a:2 b:2 b:3 a:3"], _import.Histories());
        Assert.Equal(
            [
                new InteractionTimes(_import.PathOf("a.csv"), "seconds", DateTimeOffset.FromUnixTimeSeconds(1_400_000_000),
                    DateTimeOffset.FromUnixTimeSeconds(1_600_000_000)),
                new InteractionTimes(_import.PathOf("b.csv"), "microseconds", DateTimeOffset.FromUnixTimeSeconds(1_450_000_000),
                    DateTimeOffset.FromUnixTimeSeconds(1_590_000_000)),
            ],
            report.Times);
    }

    [Theory]
    [InlineData("1450000000000002", "1450000000000001")]
    [InlineData("1450000000000000002", "1450000000000000001")]
    [InlineData("2014-07-23T10:00:00.000000002Z", "2014-07-23T10:00:00.000000001Z")]
    [InlineData("-1.25", "-1.250000001")]
    public void Import_TellsTimesApartThatTheFileTellsApart(string later, string earlier)
    {
        Run($"u,a,{later}\nu,b,{earlier}\n");
        Assert.Equal(["u: b a"], _import.Histories());
    }

    [Fact]
    public void Import_KeepsTimesBefore1970InWholeMilliseconds()
    {
        var report = _import.Run(new ImportOptions
        {
            Items = _import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = _import.Write("s.csv", "user_id,item_id,timestamp\nu,a,-1000000.0005\nu,b,-500000\nu,a,0\nu,b,1\n"),
            Split = SplitKind.Temporal,
            TestShare = .25,
            ValidationShare = .25,
        });
        Assert.Equal(["u: a b a b"], _import.Histories());
        Assert.Equal((DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1)),
            (report.Split!.ValidationFrom, report.Split.TestFrom));
        Assert.Equal([-1_000_000_001, -500_000_000, 0, 1000], Milliseconds());
    }

    [Theory]
    [InlineData("u,a,1400000000000\nu,b,1500000000\nu,a,1500000000000\n",
        "s.csv:3: by its size the timestamp '1500000000' is in seconds, while most of the file, such as '1400000000000' " +
            "in line 2, is in milliseconds")]
    [InlineData("u,a,-1\nu,b,1500000000000\nu,a,1400000000000\n", "s.csv:2: by its size the timestamp '-1' is in seconds")]
    [InlineData("u,a,20140723\nu,b,20140724\n",
        "s.csv:2: the timestamps are dates written as digits, such as '20140723', not numbers since 1970. Write them as 2014-07-23.")]
    [InlineData("u,a,0\nu,b,20140724.0\n", "s.csv:3: the timestamps are dates written as digits")]
    [InlineData("u,a,201407231230\n", "Write them as 2014-07-23T12:30.")]
    [InlineData("u,a,20140723123000\n", "s.csv:2: the timestamp '20140723123000' is a date written as digits (2014-07-23T12:30:00)")]
    [InlineData("u,a,41843.5\nu,b,41844\n", "s.csv:2: the timestamps are the days of a spreadsheet, such as '41843.5'")]
    [InlineData("u,a,5\nu,b,99999999999999999999\n", "s.csv:3: the timestamp '99999999999999999999' lies outside the years 1900 to 2200")]
    public void Import_OfAColumnThatIsNoOneUnit_NamesFileLineAndValue(string rows, string message)
        => Assert.Contains(message, Assert.Throws<InvalidInputException>(() => Run(rows)).Message, StringComparison.Ordinal);

    [Fact]
    public void Import_ThatIsLenient_DropsWhatIsNotInTheUnitOfMost()
    {
        var report = Run("u,a,-1\nu,b,1500000000000\nu,a,1400000000000\nu,b,2014-07-23\nu,b,\nu,a,0\n", lenient: true);

        Assert.Equal(["u: b a a b b"], _import.Histories());
        Assert.Equal([new("invalid timestamp", 1)], report.Dropped);
        Assert.Equal(("milliseconds", 0L, 1_500_000_000_000L),
            (report.Times[0].Unit, report.Times[0].Earliest.ToUnixTimeMilliseconds(), report.Times[0].Latest.ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData("u,a,0\nu,b,0\n", "u: a b")]
    [InlineData("u,a,20140723\nu,b,1400000000\nu,a,3\n", "u: a a b")]
    [InlineData("u,a,41843.5\nu,b,1400000000\n", "u: a b")]
    [InlineData("u,a,-1400000000\nu,b,-1500000000\n", "u: b a")]
    [InlineData("u,a,1400000000\nu,b,1400000000\n", "u: a b")]
    public void Import_DecidesOverTheWholeColumn(string rows, string history)
    {
        Run(rows);
        Assert.Equal([history], _import.Histories());
    }

    [Fact]
    public void Import_WithoutTimes_ReportsNone() => Assert.Empty(Run("u,a,\nu,b,\n").Times);

    public void Dispose() => _import.Dispose();

    private long[] Milliseconds()
    {
        using var connection = new DuckDBConnection(DuckDBConnectionStringBuilder.InMemoryConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        using var paths = new LiteralPaths();
        command.CommandText = $"SELECT timestamp FROM '{paths.Of(Path.Combine(_import.OutputDirectory, ArtifactNames.Interactions))}'";
        using var reader = command.ExecuteReader();
        List<long> times = [];
        while (reader.Read())
            times.Add(reader.GetInt64(0));
        return [.. times];
    }

    private ImportReport Run(string rows, bool lenient = false)
        => _import.Run(_import.Write("i.jsonl", TestImport.TwoItems),
            _import.Write("s.csv", "user_id,item_id,timestamp\n" + rows), lenient);
}
