using System.Threading.Channels;

namespace Grlm.Serving;

/// <summary>
/// Logs what was recommended beside the answers: nobody waits for it, and where the store can't keep up, or is out of reach, it is left out
/// and counted. Safe for concurrent use.
/// </summary>
internal sealed class RecommendationLogger : IAsyncDisposable
{
    private const int MostWaiting = 10_000, MostTogether = 500;

    private readonly RecommendationLog _log;
    private readonly double _share;
    private readonly Channel<StoredRecommendation> _waiting = Channel.CreateBounded<StoredRecommendation>(MostWaiting);
    private readonly Task _writer;
    private long _left;

    public RecommendationLogger(RecommendationLog log, double share)
    {
        (_log, _share) = (log, share);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Gets how many could not be logged.</summary>
    public long LeftOut => Interlocked.Read(ref _left);

    public void Add(StoredRecommendation recommendation)
    {
        if ((_share >= 1 || Random.Shared.NextDouble() < _share) && !_waiting.Writer.TryWrite(recommendation))
            Interlocked.Increment(ref _left);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var together = new List<StoredRecommendation>(MostTogether);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var one))
                together.Add(one);
            try
            {
                await _log.AddAsync(together).ConfigureAwait(false);
            }
            catch (GrlmException)
            {
                Interlocked.Add(ref _left, together.Count);
            }

            together.Clear();
        }
    }
}
