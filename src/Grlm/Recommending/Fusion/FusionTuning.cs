namespace Grlm.Internal;

/// <summary>
/// Chooses the weight of the generator in <see cref="FusedRanking"/> on validation users, protocol <c>filtered</c>: the one with the
/// largest sum of Recall@10 and NDCG@10, the smallest among equals. Zero is among those tried, so on these users a fused list is never
/// worse than the ranker's.
/// </summary>
/// <param name="library">The TIDs.</param>
/// <param name="generator">The generator.</param>
/// <param name="ranker">The ranker.</param>
public sealed class FusionTuning(TermLibrary library, ITermIdGenerator generator, IItemRanker ranker)
{
    private readonly LiveTermLibrary _library = new(library, new int[library.ItemCount]); // nothing here asks for popularity

    /// <summary>Beams of the generator.</summary>
    public const int Beams = 20;

    private const int Cutoff = 10;
    private const int BatchSize = 256;

    private static readonly double[] _weights = [0, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5];

    /// <summary>Chooses the weight of the fusion.</summary>
    /// <param name="split">Gives the validation users.</param>
    /// <param name="mostUsers">How many of them at most, evenly chosen: a language model takes its time with each.</param>
    /// <param name="progress">Told of every batch of users.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public FusionReport Choose(TrainingSplit split, int mostUsers, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var all = split.Validation.Users.ToArray();
        var users = Math.Min(all.Length, mostUsers);
        int[] chosen = [.. Enumerable.Range(0, users).Select(place => all[(int)((long)place * all.Length / users)])];
        var (recall, ndcg) = (new double[_weights.Length], new double[_weights.Length]);
        var done = 0;
        foreach (var batch in chosen.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Measure(batch, split.Validation, recall, ndcg, cancellationToken);
            done += batch.Length;
            progress.Report(new StageProgress("weighing generator and ranker", done, users, "users", string.Empty));
        }

        FusionTrial[] trials = [.. _weights.Select((weight, place) => new FusionTrial(weight, recall[place] / users, ndcg[place] / users))];
        return users == 0
            ? new FusionReport(FusionReport.UsualWeight, 0, Beams, [])
            : new FusionReport(trials.MaxBy(trial => trial.RecallAt10 + trial.NdcgAt10)!.Weight, users, Beams, trials);
    }

    private void Measure(int[] users, EvaluationTargets targets, double[] recall, double[] ndcg, CancellationToken cancellationToken)
    {
        GenerationRequest[] requests = [.. users.Select(user => RequestOf(targets.History(user).ToArray()))];
        var generated = generator.Generate(requests, Beams, cancellationToken);
        var scores = new float[ranker.ItemCount * users.Length];
        ranker.Score([.. requests.Select(request => request.History)], scores, cancellationToken);
        for (var user = 0; user < users.Length; user++)
        {
            var row = scores.AsSpan(user * ranker.ItemCount, ranker.ItemCount);
            var fused = FusedRanking.Of(_library, requests[user], generated[user], row, Cutoff);
            for (var weight = 0; weight < _weights.Length; weight++)
            {
                var place = Place(targets.Target(users[user]), fused.List(_weights[weight], Cutoff));
                recall[weight] += RankingMetrics.Recall(place, Cutoff);
                ndcg[weight] += RankingMetrics.Ndcg(place, Cutoff);
            }
        }
    }

    private static GenerationRequest RequestOf(int[] history) => new(history, history.ToHashSet());

    private static int? Place(int target, IReadOnlyList<Recommendation> items)
    {
        for (var place = 0; place < items.Count; place++)
        {
            if (items[place].Item == target)
            {
                return place + 1;
            }
        }

        return null;
    }
}
