namespace Grlm.Torch;

/// <summary>Represents a model that <see cref="TrainingLoop"/> trains epoch by epoch.</summary>
internal interface ITrainable
{
    /// <summary>Gets what is trained.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Gets the optimiser over <see cref="Parameters"/>.</summary>
    AdamW Optimizer { get; }

    /// <summary>Gets what the last epoch of preference tuning reported; null for other trainings.</summary>
    PreferenceFigures? Preference => null;

    /// <summary>
    /// Passes once over the training histories, every optimiser step through the course. What is drawn follows from the seed, the epoch and
    /// the place of the step alone, so that an epoch whose first steps are passed over ends as if they had been taken.
    /// </summary>
    /// <param name="course">The epoch.</param>
    /// <returns>Mean loss in nats.</returns>
    double TrainEpoch(EpochCourse course);

    /// <summary>Measures the model on every validation user, protocol <c>filtered</c>.</summary>
    /// <returns>Recall@10 and NDCG@10; null where nobody has a validation target.</returns>
    (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
