namespace Grlm.Reports.Tests;

public sealed class TrainingReaderTests : IDisposable
{
    private readonly TinyWorkspace _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Read_DrawsTheCurvesOfEachMemberApart()
    {
        var charts = await ChartsAsync([.. Epochs(member: 1, 3.5, 2.5, 2.0), .. Epochs(member: 2, 3.4, 2.4)]);

        var loss = charts[0].Figures;
        Assert.Equal(["Epoch", "training, member 1", "training, member 2"], loss.Headers);
        Assert.Equal([["1", "3.5", "3.4"], ["2", "2.5", "2.4"], ["3", "2", ""]], loss.Rows);
        Assert.Equal(
            ["Epoch", "Recall@10, member 1", "Recall@10, member 2", "NDCG@10, member 1", "NDCG@10, member 2"],
            charts[1].Figures.Headers);

        // Each member was kept at an epoch of its own: there is no one line to mark.
        Assert.DoesNotContain("dotted", charts[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DrawsATrainingThatBeganAgainAsALineOfItsOwn()
    {
        var charts = await ChartsAsync([.. Epochs(member: null, 3.5, 2.5, 2.0), .. Epochs(member: null, 3.3, 2.3)]);

        Assert.Equal(["Epoch", "training", "training, again"], charts[0].Figures.Headers);
        Assert.Equal([["1", "3.5", "3.3"], ["2", "2.5", "2.3"], ["3", "2", ""]], charts[0].Figures.Rows);
    }

    private static IEnumerable<string> Epochs(int? member, params double[] losses) => losses.Select((loss, epoch) =>
        $$"""{"epoch":{{epoch + 1}},"loss":{{loss}},"validationRecallAt10":0.2,"validationNdcgAt10":0.1{{(member is null ? "" : $",\"member\":{member}")}}}""");

    private async Task<IReadOnlyList<Chart>> ChartsAsync(IReadOnlyList<string> epochs)
    {
        await _tiny.ImportAsync();
        await _tiny.MakeTermsAsync();
        await _tiny.TrainAsync(epochs);
        return TrainingReader.Read(_tiny.Workspace, new ReportOptions())[0].Charts;
    }
}
