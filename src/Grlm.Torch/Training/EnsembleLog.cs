using System.Text.Json;

namespace Grlm.Torch;

/// <summary>What the training of a ranker's members logged.</summary>
/// <param name="Members">The epochs of each member, in order.</param>
internal sealed record EnsembleLog(IReadOnlyList<IReadOnlyList<EpochRecord>> Members)
{
    /// <summary>The epoch of each member whose weights were kept.</summary>
    public IReadOnlyList<int> BestEpochs => [.. Members.Select(log => TrainingLoop.Best(log).Epoch)];

    /// <summary>All epochs, each with the number of its member.</summary>
    public IEnumerable<EpochRecord> Lines => Members.SelectMany((log, member) => log.Select(epoch => epoch with { Member = member + 1 }));

    /// <summary>The log of the ranker that a run with <see cref="RankOptions.Refit"/> replaces, if that one chose what this run would choose again.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="context">The run.</param>
    /// <returns>Null where there is no such ranker.</returns>
    public static EnsembleLog? OfLast(RankOptions options, StageContext context)
    {
        try
        {
            if (context.Last?.Options.Deserialize<RankOptions>(WorkspaceJson.Options) is not { } last
                || WorkspaceJson.Canonical(last) != WorkspaceJson.Canonical(options with { Refit = false })
                || context.Workspace.FilesOf(ArtifactNames.Ranker).Find(TrainingCheckpoint.TrainingLog) is not { } log)
            {
                return null;
            }

            var epochs = TrainingCheckpoint.ReadLog(log);
            return new EnsembleLog([.. epochs.GroupBy(epoch => epoch.Member).OrderBy(member => member.Key).Select(member => member.ToArray())]);
        }
        catch (JsonException)
        {
            return null; // of another version
        }
    }
}
