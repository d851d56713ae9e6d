namespace Grlm.Torch;

/// <summary>
/// Measures what early stopping looks at: every validation user, protocol <c>filtered</c>, by the same code that evaluates.
/// </summary>
internal static class TrainingValidation
{
    private static readonly MetricName _recall = new(MetricKind.Recall, 10);
    private static readonly MetricName _ndcg = new(MetricKind.Ndcg, 10);

    /// <summary>Measures a compact generator as it is now.</summary>
    /// <returns>Recall@10 and NDCG@10; null where nobody has a validation target.</returns>
    public static (double Recall, double Ndcg)? TryMeasure(
        CompactGeneratorModel model,
        SequenceRanker encoder,
        TrainingSplit split,
        TermLibrary library,
        IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
        => TryMeasure(
            RecommendationSource.Generator,
            split,
            library,
            () => GeneratorArtifact.Snapshot(model, encoder, library),
            () => encoder,
            progress,
            cancellationToken);

    /// <summary>Measures a ranker or a generator.</summary>
    /// <returns>Recall@10 and NDCG@10; null where nobody has a validation target.</returns>
    public static (double Recall, double Ndcg)? TryMeasure(
        RecommendationSource source,
        TrainingSplit split,
        TermLibrary library,
        Func<ITermIdGenerator>? generator,
        Func<IItemRanker>? ranker,
        IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        if (split.Validation.Count == 0)
        {
            return null;
        }

        var recommender = new Recommender(library, generator?.Invoke(), ranker?.Invoke(), split.Popularity(library.ItemCount));
        var options = new EvaluateOptions { Protocol = EvaluationProtocol.Filtered, Source = source };
        var metrics = new Evaluator(split.Validation, library, recommender).Evaluate(options, progress, cancellationToken);
        return (metrics.Mean(_recall), metrics.Mean(_ndcg));
    }
}
