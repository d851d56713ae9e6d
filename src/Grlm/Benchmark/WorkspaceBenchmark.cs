using System.Diagnostics;

namespace Grlm;

/// <summary>Measures how fast the models of a workspace recommend, and how fast its term library grounds, on the user's own data.</summary>
/// <param name="loaderOf">Gives a loader of models for a number of threads.</param>
public sealed class WorkspaceBenchmark(Func<int, IModelLoader> loaderOf)
{
    private const int BatchSize = 256;
    private const int StructuralCount = 10;

    /// <summary>Requests before measuring: the runtime compiles methods anew once it has seen what they do.</summary>
    private const int FewestWarmUps = 300;

    /// <summary>Measures a workspace.</summary>
    /// <param name="options">What is asked, and how often.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <exception cref="MissingPrerequisiteException">A model, the term library or the dataset is not there yet.</exception>
    public BenchReport Run(BenchOptions options, GrlmWorkspace workspace, IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        using var engine = RecommendationEngine.Open(workspace, loaderOf(threads), options.Source, GenerationMode.Constrained);
        var loading = Stopwatch.GetElapsedTime(start);
        var modelBytes = GC.GetTotalMemory(forceFullCollection: true) - empty;
        var (dataset, recommender) = (engine.Dataset, engine.Recommender);
        var settings = new RecommendationSettings { Source = engine.Source, Count = options.Count, Beams = options.Beams };
        var run = new BenchRun(options.Requests, progress, cancellationToken);
        var requests = BenchRequests.Of(dataset.Split.Training, options);

        run.Warm(Math.Max(FewestWarmUps, options.Requests / 10), Single);
        Batch(0); // what a batch borrows for its scores stays with the process
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (latencies, allocated) = run.Time(Single);
        var usersPerSecond = run.Rate("batches", BatchSize, Batch);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        var (direct, structural) = Ground(run, engine.Library, engine.Popularity, options);
        return new BenchReport(
            engine.Source.ToString().ToLowerInvariant(), dataset.Catalog.Count, options.Requests, options.HistoryLength,
            options.Beams, threads,
            loading.TotalMilliseconds, latencies, usersPerSecond, direct, structural, modelBytes, allocated,
            growth, Process.GetCurrentProcess().PeakWorkingSet64);

        void Single(int number) => recommender.Recommend([requests[number]], settings, cancellationToken);

        void Batch(int first) => recommender.Recommend(requests.Batch(first, BatchSize), settings, cancellationToken);
    }

    private static (double Direct, double Structural) Ground(
        BenchRun run, TermLibrary library, IReadOnlyList<int> popularity, BenchOptions options)
    {
        var mapping = new StructuralMapping(library, popularity);
        var random = new Random(options.Seed);
        var items = library.Trie.Items.ToArray();
        TermId[] exact = [.. Enumerable.Range(0, BatchSize).Select(_ => library.TermIdOf(items[random.Next(items.Length)])!)];
        TermId[] damaged = [.. exact.Select(termId => Damage(termId, library, random))];
        var best = new StructuralMatch[StructuralCount];
        return (
            run.Rate("direct mapping", 1, number => library.ItemsOf(exact[number % exact.Length])),
            run.Rate("structural mapping", 1, number => mapping.Find(damaged[number % damaged.Length], best)));
    }

    private static TermId Damage(TermId termId, TermLibrary library, Random random)
    {
        var terms = termId.Terms.ToArray();
        terms[random.Next(terms.Length)] = library.Terms[random.Next(library.Terms.Count)];
        return new TermId([.. terms]);
    }
}

/// <summary>
/// Requests with histories of one length, cut from what the users of a dataset did, one user after the other. They go round when they come
/// to an end.
/// </summary>
internal sealed class BenchRequests
{
    private const int Most = 4_096;

    private readonly GenerationRequest[] _requests;

    private BenchRequests(GenerationRequest[] requests) => _requests = requests;

    /// <summary>Gets one of them.</summary>
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

    /// <summary>Returns several requests, from one on.</summary>
    public GenerationRequest[] Batch(int first, int count) => [.. Enumerable.Range(first, count).Select(number => this[number])];
}

/// <summary>Runs what is measured, and keeps the time.</summary>
/// <param name="count">How often.</param>
/// <param name="progress">Told of every measurement as it begins.</param>
/// <param name="cancellationToken">Stops between two requests.</param>
internal sealed class BenchRun(int count, IProgress<StageProgress> progress, CancellationToken cancellationToken)
{
    /// <summary>Runs without measuring.</summary>
    public void Warm(int times, Action<int> request)
    {
        Begin("warming up");
        for (var number = 0; number < times; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            request(number);
        }
    }

    /// <summary>Times each request on its own.</summary>
    /// <returns>The times, and what a request allocates on average.</returns>
    public (Latencies Times, long Allocated) Time(Action<int> request)
    {
        Begin("single requests");
        var milliseconds = new double[count];
        var allocated = GC.GetTotalAllocatedBytes();
        for (var number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            request(number);
            milliseconds[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return (Latencies.Of(milliseconds), (GC.GetTotalAllocatedBytes() - allocated) / count);
    }

    /// <summary>Returns how many are done in a second.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="step">How many a call does.</param>
    /// <param name="call">Does so many, from this number on; those beyond the last one count as well.</param>
    public double Rate(string name, int step, Action<int> call)
    {
        Begin(name);
        var start = Stopwatch.GetTimestamp();
        var number = 0;
        for (; number < count; number += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            call(number);
        }

        return number / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Begin(string name) => progress.Report(new StageProgress(name, 0, count, "requests", string.Empty));
}
