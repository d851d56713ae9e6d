namespace Grlm;

/// <summary>Lets threads that are shared out once be stopped by each caller.</summary>
internal static class ParallelOptionsExtensions
{
    /// <summary>The same options, stopped by a token; the very same where it can't be cancelled.</summary>
    public static ParallelOptions With(this ParallelOptions options, CancellationToken cancellationToken)
        => !cancellationToken.CanBeCanceled ? options : new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            TaskScheduler = options.TaskScheduler,
            CancellationToken = cancellationToken,
        };
}
