namespace Grlm.Torch.Tests;

/// <summary>Ends a run at a report as a kill does: nothing is saved any more.</summary>
internal sealed class Killer(int report) : IProgress<StageProgress>
{
    private int _reports;

    public void Report(StageProgress value)
    {
        if (++_reports == report)
        {
            throw new KilledException();
        }
    }
}
