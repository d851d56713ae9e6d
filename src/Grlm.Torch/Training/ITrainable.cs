namespace Grlm.Torch;

/// <summary>A model that <see cref="TrainingLoop"/> trains epoch by epoch.</summary>
internal interface ITrainable
{
    /// <summary>What is trained.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The optimiser over <see cref="Parameters"/>.</summary>
    AdamW Optimizer { get; }

    /// <summary>What the last epoch of preference tuning reported; null for other trainings.</summary>
    PreferenceFigures? Preference => null;

    /// <summary>Passes once over the training histories.</summary>
    /// <param name="epoch">One-based.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>Mean loss in nats.</returns>
    double TrainEpoch(int epoch, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Measures the model on every validation user, protocol <c>filtered</c>.</summary>
    /// <returns>Recall@10 and NDCG@10; null where nobody has a validation target.</returns>
    (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
