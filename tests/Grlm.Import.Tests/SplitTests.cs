using System.Globalization;

namespace Grlm.Import.Tests;

public sealed class SplitTests
{
    private const string Header = "user_id\titem_id\ttimestamp\n";

    [Fact]
    public void ATemporalSplit_CutsOffTheLatestShares()
    {
        // Twenty interactions, one a day, of two users in turn: the last two days are the test, the two before them the validation.
        using var files = new TestImport();
        var start = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var rows = Enumerable.Range(0, 20).Select(day => string.Create(
            CultureInfo.InvariantCulture, $"u{day % 2}\t{(day / 2 % 2 == 0 ? "a" : "b")}\t{start.AddDays(day).ToUnixTimeSeconds()}"));
        var report = files.Run(new ImportOptions
        {
            Items = files.Write("items.jsonl", TestImport.TwoItems),
            Interactions = files.Write("interactions.tsv", Header + string.Join('\n', rows)),
            Split = SplitKind.Temporal,
        });

        Assert.Equal(new SplitDefinition(SplitKind.Temporal, start.AddDays(16), start.AddDays(18)), report.Split);
        var split = files.Read().Split;
        Assert.Equal(SplitKind.Temporal, split.Kind);
        Assert.Equal(8, split.Training[0].Length);
        Assert.Equal(9, split.Targets(SplitPart.Test).History(1).Length);
        Assert.Equal([0, 1], split.Targets(SplitPart.Validation).Users);
    }

    [Fact]
    public void LeaveOneOut_IsTheSplit_UnlessAskedOtherwise()
    {
        using var files = new TestImport();
        var report = files.Run(files.Write("items.jsonl", TestImport.TwoItems), files.Write("sequences.txt", "1 a b a"));
        Assert.Equal(new SplitDefinition(SplitKind.LeaveOneOut), report.Split);
        Assert.Equal(SplitKind.LeaveOneOut, files.Read().Split.Kind);
    }

    [Theory]
    [InlineData("u1\ta\t100\nu1\tb\t", "1 interactions have no timestamp")]
    [InlineData("u1\ta\t100\nu2\ta\t100\nu1\tb\t100", "so close in time")]
    public void ATemporalSplit_OfInteractionsThatDoNotSayWhen_IsRefused(string rows, string message)
    {
        using var files = new TestImport();
        var options = new ImportOptions
        {
            Items = files.Write("items.jsonl", TestImport.TwoItems),
            Interactions = files.Write("interactions.tsv", Header + rows),
            Split = SplitKind.Temporal,
        };
        var error = Assert.Throws<InvalidInputException>(() => files.Run(options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("interactions.tsv", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(files.OutputDirectory, ArtifactNames.Interactions)));
    }
}
