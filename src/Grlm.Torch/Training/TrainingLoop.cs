using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains epoch by epoch, validates after each, keeps the best values, stops early, and saves a checkpoint from which a run that was
/// interrupted anywhere goes on to the same end: after each epoch, within one every <see cref="BetweenStates"/>, and when it is asked to
/// stop.
/// </summary>
/// <param name="epochs">Epochs at most.</param>
/// <param name="patience">Epochs without better validation figures after which to stop.</param>
/// <param name="logName">File name of the epochs' log.</param>
internal sealed class TrainingLoop(int epochs, int patience, string logName = TrainingCheckpoint.TrainingLog)
{
    /// <summary>Gets the longest that a killed run loses.</summary>
    public static TimeSpan BetweenStates { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Tells when a state is due.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets what is best: validation Recall@10 by default.</summary>
    public Func<EpochRecord, double?> Figure { get; init; } = epoch => epoch.ValidationRecallAt10;

    /// <summary>Runs to the end; afterwards the model holds the best values.</summary>
    /// <param name="training">What is trained; holds its initial values.</param>
    /// <param name="directory">Where the log and the checkpoints go.</param>
    /// <param name="save">Saves the trained model; the last checkpoint stays until that is done.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between two steps; the state is saved.</param>
    public TrainingReport Run(
        ITrainable training, string directory, Action save, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var checkpoint = new TrainingCheckpoint(directory, logName);
        using var bestValues = training.Parameters.Values.clone().DetachFromDisposeScope();
        var (epochsSoFar, within) = checkpoint.Resume(training, bestValues);
        List<EpochRecord> log = [.. epochsSoFar];
        var savedAt = Clock.GetTimestamp();
        if (log.Count == 0)
        {
            Finish(epoch: 0, loss: null);
        }

        while (log[^1].Epoch < epochs && log[^1].Epoch - Best(log, Figure).Epoch < patience)
        {
            Pass(log[^1].Epoch + 1);
        }

        training.Parameters.Load(bestValues);
        save();
        checkpoint.Finish();
        var best = Best(log, Figure);
        return new TrainingReport(
            training.Parameters.Count, log[^1].Epoch, best.Epoch, log[^1].Steps, best.ValidationRecallAt10, best.ValidationNdcgAt10);

        void Pass(int epoch)
        {
            EpochCourse? course = null;
            course = new EpochCourse(epoch, within, progress, SaveWhenDue, cancellationToken);
            try
            {
                Finish(epoch, training.TrainEpoch(course));
                within = EpochState.Begun;
            }
            catch (OperationCanceledException) when (course.State.Steps > within.Steps)
            {
                checkpoint.Save(log, course.State, training, bestValues); // the values are those after the last whole step
                throw;
            }

            void SaveWhenDue()
            {
                if (Clock.GetElapsedTime(savedAt) >= BetweenStates)
                {
                    checkpoint.Save(log, course!.State, training, bestValues);
                    savedAt = Clock.GetTimestamp();
                }
            }
        }

        void Finish(int epoch, double? loss)
        {
            var validation = training.Validate(progress, cancellationToken);
            log.Add(new EpochRecord(epoch, training.Optimizer.Steps, loss, validation?.Recall, validation?.Ndcg, training.Preference));
            if (Best(log, Figure).Epoch == epoch)
            {
                using var scope = NewDisposeScope(); // copy_ returns a second handle to the same tensor
                bestValues.copy_(training.Parameters.Values);
            }

            checkpoint.Save(log, training, bestValues);
            savedAt = Clock.GetTimestamp();
        }
    }

    /// <summary>
    /// Returns the epoch with the best validation Recall@10, the first among equals; the last where nothing is validated.
    /// </summary>
    internal static EpochRecord Best(IReadOnlyList<EpochRecord> log) => Best(log, epoch => epoch.ValidationRecallAt10);

    private static EpochRecord Best(IReadOnlyList<EpochRecord> log, Func<EpochRecord, double?> figure)
        => figure(log[^1]) is null ? log[^1] : log.MaxBy(figure)!;
}
