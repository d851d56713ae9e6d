using System.Threading.Channels;

namespace Grlm.Serving;

/// <summary>
/// Answers requests with the models. Those that wait together are answered together, which is faster than one by one; nobody waits for
/// others to come. When as many wait as may, the next is refused. Safe for concurrent use.
/// </summary>
internal sealed class RecommendationQueue : IAsyncDisposable
{
    // Of more at a time the last would wait for all, and the models gain little by it.
    private const int MostTogether = 32;

    private readonly RecommendationEngine _engine;
    private readonly int _beams;
    private readonly Channel<Asked> _waiting;
    private readonly Task[] _workers;

    /// <param name="engine">Recommends.</param>
    /// <param name="beams">Term IDs generated for each user.</param>
    /// <param name="length">How many requests may wait.</param>
    public RecommendationQueue(RecommendationEngine engine, int beams, int length)
    {
        (_engine, _beams) = (engine, beams);
        _waiting = Channel.CreateBounded<Asked>(new BoundedChannelOptions(length) { FullMode = BoundedChannelFullMode.Wait });
        _workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Gets how many requests wait.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Recommends to one user.</summary>
    /// <exception cref="ApiException">As many wait already as may (429), or the server is stopping.</exception>
    public Task<IReadOnlyList<Recommendation>> AskAsync(
        GenerationRequest request, RecommendationSource source, int count, CancellationToken cancellationToken)
    {
        var asked = new Asked(request, source, count, cancellationToken);
        if (!_waiting.Writer.TryWrite(asked))
        {
            throw new ApiException(429, "too-many-requests", "The server has as much to do as it can. Try again in a second.")
            {
                RetryAfter = 1,
            };
        }

        return asked.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Recommends to many users, without taking the place of those who ask for one list.</summary>
    public Task<IReadOnlyList<IReadOnlyList<Recommendation>>> AskTogetherAsync(
        IReadOnlyList<GenerationRequest> requests, RecommendationSource source, int count, CancellationToken cancellationToken)
        => Task.Run<IReadOnlyList<IReadOnlyList<Recommendation>>>(
            () => Answer(requests, source, count, cancellationToken), cancellationToken);

    /// <summary>Takes no more, and ends when all who wait have their answers.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(false);
    }

    private async Task WorkAsync()
    {
        var together = new List<Asked>(MostTogether);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var asked))
                together.Add(asked);
            foreach (var group in together.Where(asked => !asked.GivesUp()).GroupBy(asked => (asked.Source, asked.Count)))
                Answer([.. group]);
            together.Clear();
        }
    }

    private void Answer(Asked[] asked)
    {
        try
        {
            var lists = Answer(
                [.. asked.Select(one => one.Request)], asked[0].Source, asked[0].Count,
                asked.Length == 1 ? asked[0].CancellationToken : CancellationToken.None);
            foreach (var (place, one) in asked.Index())
                one.Answer.TrySetResult(lists[place]);
        }
        catch (OperationCanceledException) when (asked[0].CancellationToken.IsCancellationRequested)
        {
            asked[0].Answer.TrySetCanceled(asked[0].CancellationToken);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            foreach (var one in asked)
                one.Answer.TrySetException(fault);
        }
    }

    private IReadOnlyList<Recommendation>[] Answer(
        IReadOnlyList<GenerationRequest> requests, RecommendationSource source, int count, CancellationToken cancellationToken)
    {
        var lists = new IReadOnlyList<Recommendation>[requests.Count];
        foreach (var group in Enumerable.Range(0, requests.Count).GroupBy(index => requests[index].History.Count == 0))
        {
            int[] members = [.. group];
            GenerationRequest[] users = [.. members.Select(index => requests[index])];
            var answers = group.Key
                ? _engine.Recommender.Ground(
                    users, [.. users.Select(_ => (IReadOnlyList<GeneratedTermId>)[])],
                    new RecommendationSettings { Count = count, FillFrom = FillSource.Popular }, cancellationToken)
                : _engine.RecommenderOf(source).Recommend(
                    users, new RecommendationSettings { Source = source, Beams = _beams, Count = count }, cancellationToken);
            foreach (var (place, index) in members.Index())
                lists[index] = answers[place];
        }

        return lists;
    }

    private sealed record Asked(GenerationRequest Request, RecommendationSource Source, int Count, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<IReadOnlyList<Recommendation>> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Tells whether nobody waits for the answer any more.</summary>
        public bool GivesUp()
            => CancellationToken.IsCancellationRequested && (Answer.TrySetCanceled(CancellationToken) || Answer.Task.IsCompleted);
    }
}
