namespace Grlm.Torch;

/// <summary>Outcome of a training stage (rank or train).</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Epochs">Epochs run.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, one-based; 0 for the weights before any training.</param>
/// <param name="Steps">Optimiser steps run.</param>
/// <param name="ValidationRecallAt10">Recall@10 of the kept weights on all validation users, protocol <c>filtered</c>; null for a model refit on them.</param>
/// <param name="ValidationNdcgAt10">NDCG@10 likewise.</param>
public sealed record TrainingReport(
    long Parameters,
    int Epochs,
    int BestEpoch,
    int Steps,
    double? ValidationRecallAt10,
    double? ValidationNdcgAt10)
{
    /// <summary>The generator's weight beside the ranker, and what both together gave on validation users; null for the ranker.</summary>
    public FusionTrial? Fusion { get; init; }
}
