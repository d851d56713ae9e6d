using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Grlm.Torch;

/// <summary>
/// Trains several models at the same time, each on a thread of its own. The small products of a small model gain little from a second thread; a second
/// model gains all of it.
/// </summary>
internal static class ModelThreads
{
    /// <summary>
    /// Trains them all, as many at a time as there are threads; of those that are left for the last time each gets more than one. The first error stops
    /// the others.
    /// </summary>
    /// <param name="count">How many models there are.</param>
    /// <param name="threads">Threads for tensor work in all; 0 for one a processor.</param>
    /// <param name="train">Trains one of them.</param>
    /// <param name="cancellationToken">Stops all of them.</param>
    public static void Train(int count, int threads, Action<int, CancellationToken> train, CancellationToken cancellationToken)
    {
        var all = threads > 0 ? threads : Environment.ProcessorCount;
        foreach (var models in Enumerable.Range(0, count).Chunk(all))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (models is [var only])
            {
                train(only, cancellationToken);
            }
            else
            {
                TrainTogether(models, all / models.Length, train, cancellationToken);
                TorchRuntime.Start(all); // the setting is the process's as well as a thread's
            }
        }
    }

    private static void TrainTogether(int[] models, int threadsOfEach, Action<int, CancellationToken> train, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var errors = new ConcurrentQueue<Exception>();
        var threads = Array.ConvertAll(models, model => new Thread(() => Work(model)) { IsBackground = true });
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (errors.FirstOrDefault(error => error is not OperationCanceledException) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        cancellationToken.ThrowIfCancellationRequested();

        void Work(int model)
        {
            try
            {
                TorchRuntime.Start(threadsOfEach);
                train(model, stop.Token);
            }
            catch (Exception error)
            {
                errors.Enqueue(error);
                stop.Cancel();
            }
        }
    }
}
