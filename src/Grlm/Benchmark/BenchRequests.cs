namespace Grlm;

/// <summary>
/// Requests with histories of one length, cut from what the users of a dataset did, one user after the other. They go round when they come to an end.
/// </summary>
internal sealed class BenchRequests
{
    private const int Most = 4_096;

    private readonly GenerationRequest[] _requests;

    private BenchRequests(GenerationRequest[] requests) => _requests = requests;

    /// <summary>One of them.</summary>
    public GenerationRequest this[int number] => _requests[number % _requests.Length];

    /// <summary>Cuts requests.</summary>
    /// <param name="split">The training interactions.</param>
    /// <param name="options">How many, how long, and the seed.</param>
    /// <exception cref="InvalidInputException">There are no interactions.</exception>
    public static BenchRequests Of(TrainingSplit split, BenchOptions options)
    {
        int[] items = [.. Enumerable.Range(0, split.UserCount).SelectMany(user => split[user].ToArray())];
        if (items.Length == 0)
        {
            throw new InvalidInputException("The dataset has no interactions to make requests of. Import some.");
        }

        var random = new Random(options.Seed);
        return new BenchRequests([.. Enumerable.Range(0, Math.Min(options.Requests, Most)).Select(_ =>
        {
            var first = random.Next(items.Length);
            int[] history = [.. Enumerable.Range(first, options.HistoryLength).Select(place => items[place % items.Length])];
            return new GenerationRequest(history, history.ToHashSet());
        })]);
    }

    /// <summary>Several, from one on.</summary>
    public GenerationRequest[] Batch(int first, int count) => [.. Enumerable.Range(first, count).Select(number => this[number])];
}
