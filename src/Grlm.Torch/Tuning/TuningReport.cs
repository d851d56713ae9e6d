using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>Outcome of tuning a language model.</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Steps">Optimiser steps taken.</param>
/// <param name="Epochs">Passes over the samples begun.</param>
/// <param name="Tokens">Tokens read in training, padding left out.</param>
/// <param name="TrainingLoss">Mean loss of the last step, in nats; null where no step was taken.</param>
/// <param name="ValidationLossBefore">Mean loss of the validation samples before training, in nats; null where there are none.</param>
/// <param name="ValidationLoss">Likewise for the values that were kept.</param>
/// <param name="BestStep">The step whose values were kept.</param>
public sealed record TuningReport(
    long Parameters,
    int Steps,
    int Epochs,
    long Tokens,
    double? TrainingLoss,
    double? ValidationLossBefore,
    double? ValidationLoss,
    int BestStep)
{
    /// <summary>Gets what about the model is not as its configuration says, or is not read: whole sentences; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notices { get; init; }
}
