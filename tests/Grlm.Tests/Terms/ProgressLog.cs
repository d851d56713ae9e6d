namespace Grlm.Tests;

/// <summary>Keeps every report, in order.</summary>
internal sealed class ProgressLog : IProgress<StageProgress>
{
    public List<StageProgress> Reports { get; } = [];

    public void Report(StageProgress value) => Reports.Add(value);
}
