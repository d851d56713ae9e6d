namespace Grlm.Internal;

/// <summary>Finds the finished evaluations of workspaces.</summary>
public static class EvaluationRuns
{
    /// <summary>
    /// Names the evaluation that options lead to: <c>filtered-ranker-test</c>, <c>filtered-generator-free-50beams-test-toys</c>.
    /// </summary>
    public static string VariantOf(EvaluateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return string.Join('-', (IEnumerable<string>)
        [
            NameOf(options.Protocol),
            NameOf(options.Source),
            .. options.Source.Generates() && options.Generation == GenerationMode.Free ? [NameOf(options.Generation)] : (string[])[],
            .. options.Source.Generates() && options.Beams != EvaluateOptions.UsualBeams ? [$"{options.Beams}beams"] : (string[])[],
            NameOf(options.Part),
            .. options.Domain is { } domain ? [FileNameOf(domain)] : (string[])[],
            .. options.Wish > 0 ? [$"wish{options.Wish:R}"] : (string[])[],
            .. options.Users > 0 ? [$"{options.Users}-users"] : (string[])[],
        ]);
    }

    /// <summary>Compares a run with another one, user by user.</summary>
    /// <param name="run">Folder of the run: <c>W/evaluation/filtered-ranker-test</c>.</param>
    /// <param name="other">Folder of the other run.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidInputException">The runs don't hold the same users and targets, or a file is damaged.</exception>
    public static async Task<RunComparison> CompareAsync(string run, string other, int seed, CancellationToken cancellationToken)
    {
        var ranks = await PredictedRanks.ReadAsync(PredictionsOf(run), cancellationToken);
        var others = await PredictedRanks.ReadAsync(PredictionsOf(other), cancellationToken);
        return new RunComparison(NameOf(other), ranks.Users.Count, PairedComparison.Of(ranks.Ranks, others.InOrderOf(ranks), seed));
    }

    /// <summary>
    /// Compares a run with another one on the users that both hold with the same target; null where they share none, or a run has no
    /// predictions.
    /// </summary>
    /// <inheritdoc cref="CompareAsync"/>
    public static async Task<RunComparison?> TryCompareCommonAsync(string run, string other, int seed, CancellationToken cancellationToken)
    {
        if (FilesOf(run).Find(ArtifactNames.Predictions) is not { } path
            || FilesOf(other).Find(ArtifactNames.Predictions) is not { } otherPath)
        {
            return null;
        }

        var (ranks, others) = (await PredictedRanks.ReadAsync(path, cancellationToken))
            .InCommonWith(await PredictedRanks.ReadAsync(otherPath, cancellationToken));
        return ranks.Count == 0 ? null : new RunComparison(NameOf(other), ranks.Count, PairedComparison.Of(ranks, others, seed));
    }

    /// <summary>Finds the folder of a run.</summary>
    /// <param name="workspace">The workspace to look in.</param>
    /// <param name="variant">The run that is compared, <c>filtered-ranker-test</c>: of another workspace the same one is meant.</param>
    /// <param name="name">A run of this workspace by name, the folder of a run, or another workspace.</param>
    /// <param name="currentDirectory">What a path is relative to.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    public static string Find(GrlmWorkspace workspace, string variant, string name, string currentDirectory)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var (runs, path) = (workspace.PathOf(ArtifactNames.Evaluation), Path.GetFullPath(name, currentDirectory));
        string[] candidates = [Path.Combine(runs, name), path, Path.Combine(path, ArtifactNames.Evaluation, variant)];
        return Array.Find(candidates, folder => File.Exists(Path.Combine(folder, ArtifactNames.Predictions)))
            ?? throw new MissingPrerequisiteException(
                $"There is no evaluation '{name}': it is neither one of {Listed(runs)}, nor the folder of one, nor a workspace " +
                    $"that has '{variant}'. Run stage 'evaluate' there first.");
    }

    /// <summary>Returns the name of a protocol, a source or a part in reports and folders.</summary>
    internal static string NameOf<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();

    /// <summary>Domains that differ have names that differ: where letters had to go, a few digits of a hash tell them apart.</summary>
    private static string FileNameOf(string domain)
    {
        var name = string.Concat(domain.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return name == domain ? name : $"{name}-{Hashing.OfText(domain)[..6]}";
    }

    private static string Listed(string runs)
    {
        string?[] names = Directory.Exists(runs)
            ? [.. Directory.EnumerateDirectories(runs).Select(Path.GetFileName).Order(StringComparer.Ordinal)] : [];
        return names.Length == 0 ? "this workspace's, which has none" : string.Join(", ", names);
    }

    private static string NameOf(string folder)
    {
        var report = JsonDocumentFile.Read<EvaluationReport>(FilesOf(folder).Find(ArtifactNames.Metrics));
        return report is null ? folder : $"{report.Ranking}, {report.Protocol}, {report.Part} ({report.Model})";
    }

    private static string PredictionsOf(string folder)
        => FilesOf(folder).Find(ArtifactNames.Predictions)
            ?? throw new MissingPrerequisiteException(
                $"There are no {ArtifactNames.Predictions} in '{folder}'. Run stage 'evaluate' there again.");

    private static ArtifactFiles FilesOf(string folder) => ArtifactFiles.In(folder, ArtifactNames.Evaluation);
}
