namespace Grlm.LanguageModels.Tests;

/// <summary>Tells when so many bytes are there, and keeps what was reported.</summary>
internal sealed class PullProbe(long bytes = long.MaxValue) : IProgress<StageProgress>
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the bytes are there.</summary>
    public Task Reached => _reached.Task;

    /// <summary>The last report.</summary>
    public StageProgress Last { get; private set; }

    public void Report(StageProgress value)
    {
        Last = value;
        if (value.Completed >= bytes)
        {
            _reached.TrySetResult();
        }
    }
}
