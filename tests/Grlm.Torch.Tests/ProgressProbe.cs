namespace Grlm.Torch.Tests;

/// <summary>Counts reports, and cancels <see cref="Token"/> at the first one that it is to stop at.</summary>
internal sealed class ProgressProbe(Func<int, bool>? stopsAt = null) : IProgress<StageProgress>, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public int Reports { get; private set; }

    public CancellationToken Token => _cancellation.Token;

    public void Report(StageProgress value)
    {
        Reports++;
        if (stopsAt?.Invoke(Reports) ?? false)
        {
            _cancellation.Cancel();
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
