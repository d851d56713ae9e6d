using System.Globalization;

namespace Grlm;

/// <summary>Hashes of everything that a stage reads.</summary>
internal static class InputHashes
{
    private const long BytesPerReport = 64 << 20;

    // Part of every fingerprint since the first version; another number makes every artifact out of date.
    private const int Form = 1;

    /// <summary>Computes them: artifacts by folder name, files by full path.</summary>
    /// <exception cref="MissingPrerequisiteException">An artifact or a file isn't there.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ComputeAsync(
        StageInputs inputs,
        GrlmWorkspace workspace,
        IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var artifact in inputs.ArtifactsIn(workspace))
        {
            hashes[artifact] = Artifacts.VersionOf(workspace, artifact);
        }

        foreach (var path in inputs.Files.Select(Path.GetFullPath))
        {
            await using var file = UserFile.Open(path);
            var (done, reported, activity) = (0L, 0L, $"checking {Path.GetFileName(path)}");
            hashes[path] = await Hashing.OfStreamAsync(file, OnRead, cancellationToken);

            void OnRead(int bytes)
            {
                done += bytes;
                if (done - reported >= BytesPerReport)
                {
                    progress.Report(new StageProgress(activity, (reported = done) >> 20, file.Length >> 20, "MB"));
                }
            }
        }

        return hashes;
    }

    /// <summary>
    /// Hash of what decides a run. A file counts by its place in the list, its name (the ending tells its form) and content: where it lies doesn't matter.
    /// </summary>
    public static string Fingerprint(string stage, string canonicalOptions, IReadOnlyDictionary<string, string> hashes)
        => Hashing.OfText(string.Join('\n', (string[])[
            stage,
            Form.ToString(CultureInfo.InvariantCulture),
            canonicalOptions,
            .. hashes.Select(hash => $"{Path.GetFileName(hash.Key)} {hash.Value}")]));
}
