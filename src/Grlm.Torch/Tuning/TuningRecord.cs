namespace Grlm.Torch;

/// <summary>
/// Describes one line of the loss curve: a step, or a measurement of the validation loss after a step. No times: the same seed gives the
/// same bytes.
/// </summary>
internal sealed record TuningRecord
{
    /// <summary>Optimiser steps so far; 0 before training.</summary>
    public required int Step { get; init; }

    /// <summary>Gets the pass over the samples, from one.</summary>
    public int? Epoch { get; init; }

    /// <summary>Mean loss of the step's targets before it was taken, in nats.</summary>
    public double? Loss { get; init; }

    /// <summary>Length of the gradient before clipping.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Learning rate of the step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Tokens of the step, padding left out.</summary>
    public long? Tokens { get; init; }

    /// <summary>Tokens of the step that were learnt.</summary>
    public long? Targets { get; init; }

    /// <summary>Mean loss of the validation samples' targets after the step, in nats.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Recall@10 of grounded recommendations to a sample of validation users after the step.</summary>
    public double? ValidationRecallAt10 { get; init; }

    /// <summary>NDCG@10 likewise.</summary>
    public double? ValidationNdcgAt10 { get; init; }
}
