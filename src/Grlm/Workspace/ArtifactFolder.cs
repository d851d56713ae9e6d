namespace Grlm;

/// <summary>
/// Represents the folder of one artifact, the one beside it that a stage writes to, and the exchange of the two. No moment of the exchange
/// leaves less than one good artifact on disk, and <see cref="Recover"/> finishes an exchange that was cut short.
/// </summary>
/// <param name="path">Where the finished artifact is.</param>
/// <param name="artifact">Its name, for messages.</param>
/// <param name="logs">Files that outlive runs: see <see cref="IStage{TOptions,TResult}.Logs"/>.</param>
internal sealed class ArtifactFolder(string path, string artifact, params IReadOnlyList<string> logs)
{
    private const string PartialSuffix = ".partial";
    private const string ReplacedSuffix = ".replaced";
    private const string FingerprintFile = ".fingerprint";

    /// <summary>Opens the folder of an artifact of a workspace.</summary>
    public ArtifactFolder(GrlmWorkspace workspace, string artifact, params IReadOnlyList<string> logs)
        : this(workspace.OwnPathOf(artifact), artifact, logs)
        => (Last, Checked, Verify) = (workspace.PathOf(artifact), workspace.Checked, workspace.Verify);

    /// <summary>Gets where the finished artifact is.</summary>
    public string Final { get; } = path;

    /// <summary>Gets where the last artifact is: beside the one to be made, or in the workspace below.</summary>
    public string Last { get; } = path;

    /// <summary>Gets where a stage writes, and where an interrupted one finds what it had.</summary>
    public string Partial => Final + PartialSuffix;

    /// <summary>Gets where the last artifact is for the moment of the exchange.</summary>
    public string Replaced => Final + ReplacedSuffix;

    private CheckedFiles Checked { get; } = CheckedFiles.Usual();

    private bool Verify { get; }

    /// <summary>Artifacts of a workspace that something lies beside: an exchange cut short, or what a stage has so far.</summary>
    public static IReadOnlyList<ArtifactFolder> FindUnfinished(GrlmWorkspace workspace)
    {
        // Artifacts lie in the workspace or one folder further down (evaluation/…).
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 };
        return [.. Directory.EnumerateDirectories(workspace.Root, "*", options)
            .Where(folder => Path.GetExtension(folder) is PartialSuffix or ReplacedSuffix)
            .Select(folder => Path.ChangeExtension(folder, null))
            .Distinct(StringComparer.Ordinal)
            .Select(folder => new ArtifactFolder(folder, Path.GetRelativePath(workspace.Root, folder)))];
    }

    /// <summary>
    /// Returns the finished artifact's manifest if it was made from the same stage, options and inputs, and its files are all there and
    /// sound.
    /// </summary>
    public Manifest? FindUpToDate(string fingerprint)
        => FindComplete(Final, fingerprint) ?? (Last == Final ? null : FindComplete(Last, fingerprint));

    /// <summary>
    /// Returns the finished artifact's manifest if it was made from the same inputs, with whatever options, and its files are all there and
    /// sound.
    /// </summary>
    public Manifest? FindMadeFrom(IReadOnlyDictionary<string, string> inputs)
        => FindComplete(Last, manifest => manifest.Inputs.Count == inputs.Count
            && manifest.Inputs.All(input => inputs.TryGetValue(input.Key, out var hash)
                && string.Equals(hash, input.Value, StringComparison.Ordinal)));

    /// <summary>Moves a finished artifact in place that a kill kept from it; null if there is none with this fingerprint.</summary>
    public Manifest? FinishPartial(string fingerprint)
    {
        var manifest = IsComplete(Partial) ? FindComplete(Partial, fingerprint) : null;
        if (manifest is not null)
        {
            Commit();
        }

        return manifest;
    }

    /// <summary>Copies another workspace's finished artifact in place if it was made from the same stage, options and inputs.</summary>
    /// <returns>Whether it was.</returns>
    public bool TakeOver(ArtifactFolder other, string fingerprint)
    {
        if (string.Equals(other.Final, Final, StringComparison.Ordinal) || other.FindUpToDate(fingerprint) is not { } manifest)
        {
            return false;
        }

        DiscardPartial();
        foreach (var name in (string[])[.. manifest.Outputs.Keys, ArtifactNames.Manifest]) // the manifest last: with it the copy is whole
        {
            var copy = Path.Combine(Partial, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(other.Final, name), copy, overwrite: true);
        }

        Commit();
        return true;
    }

    /// <summary>
    /// Makes the folder to write to. What an interrupted run with the same fingerprint left there stays; anything else but logs goes.
    /// </summary>
    /// <returns>Whether something of an interrupted run is there.</returns>
    public bool OpenPartial(string fingerprint, bool startOver)
    {
        var marker = Path.Combine(Partial, FingerprintFile);
        var resumes = !startOver && File.Exists(marker) && string.Equals(File.ReadAllText(marker), fingerprint, StringComparison.Ordinal);
        if (!resumes)
        {
            DiscardPartial();
            Directory.CreateDirectory(Partial);
            AtomicFile.WriteAllText(marker, fingerprint);
        }

        foreach (var log in logs.Where(log => !File.Exists(Path.Combine(Partial, log)) && File.Exists(Path.Combine(Last, log))))
        {
            File.Copy(Path.Combine(Last, log), Path.Combine(Partial, $"{log}.copy"), overwrite: true);
            File.Move(Path.Combine(Partial, $"{log}.copy"), Path.Combine(Partial, log));
        }

        // Of a run that was killed after its last step, but whose files have been damaged since.
        File.Delete(Path.Combine(Partial, ArtifactNames.Manifest));
        return resumes;
    }

    /// <summary>Deletes the folder to write to, if it is there; logs in it that are longer than the artifact's stay.</summary>
    public void DiscardPartial()
    {
        if (Directory.Exists(Partial))
        {
            // First, so that a kill during the rest doesn't leave half of the files to be resumed from.
            File.Delete(Path.Combine(Partial, FingerprintFile));
            if (!logs.Any(IsAheadOfFinal))
            {
                Delete(Partial);
                return;
            }

            foreach (var file in Directory.EnumerateFiles(Partial)
                .Where(file => !logs.Contains(Path.GetFileName(file), StringComparer.Ordinal)))
            {
                File.Delete(file);
            }

            foreach (var folder in Directory.EnumerateDirectories(Partial))
            {
                Delete(folder);
            }
        }
    }

    /// <summary>Tells whether a stage has written anything to the folder but logs.</summary>
    public bool PartialIsEmpty() => !OutputFiles().Any();

    /// <summary>
    /// Returns the name of an artifact that lies inside the finished one's folder and is none of its outputs; null where there is none.
    /// </summary>
    public string? FindNested()
        => !Directory.Exists(Final) ? null : Directory.EnumerateDirectories(Final)
            .Where(folder => File.Exists(Path.Combine(folder, ArtifactNames.Manifest)))
            .Select(folder => Path.GetFileName(folder))
            .FirstOrDefault();

    /// <summary>Returns the files that a stage has written, logs aside, by path below the folder with <c>/</c> between the parts.</summary>
    public IEnumerable<string> OutputFiles()
        => Directory.EnumerateFiles(Partial, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Partial, file).Replace('\\', '/'))
            .Where(name => name is not (FingerprintFile or ArtifactNames.Manifest) && !logs.Contains(name, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Puts the folder written to, which has its manifest, in the place of the last artifact.</summary>
    public void Commit()
    {
        foreach (var step in ExchangeSteps())
        {
            step();
        }
    }

    /// <summary>Returns the steps of <see cref="Commit"/>, one by one, so that a test can stop after any of them.</summary>
    public IEnumerable<Action> ExchangeSteps()
    {
        yield return () => File.Delete(Path.Combine(Partial, FingerprintFile));
        if (Directory.Exists(Final))
        {
            yield return () => Directory.Move(Final, Replaced);
        }

        yield return () => Directory.Move(Partial, Final);
        yield return () => Delete(Replaced);
    }

    /// <summary>Finishes an exchange that was cut short: forwards if the new artifact is whole, else backwards to the last one.</summary>
    public void Recover()
    {
        if (!Directory.Exists(Final))
        {
            if (IsComplete(Partial))
            {
                Commit();
            }
            else if (Directory.Exists(Replaced))
            {
                Directory.Move(Replaced, Final);
            }
        }

        if (Directory.Exists(Final))
        {
            Delete(Replaced);
        }
    }

    /// <summary>
    /// Tells whether the finished artifact is what another one, sound, is already, with logs no longer than its: nothing is won by putting
    /// it in that one's place, and what the other says of its run would be lost.
    /// </summary>
    public bool Repeats(ArtifactFolder last)
        => last.IsComplete(last.Final) && Manifest.TryRead(Final, artifact)!.Repeats(Manifest.TryRead(last.Final, artifact)!, last.Final)
            && Directory.EnumerateFiles(Final).Select(file => Path.GetFileName(file))
                .Where(name => name is not (ArtifactNames.Manifest or ArtifactNames.Report))
                .All(name => new FileInfo(Path.Combine(last.Final, name)) is { Exists: true } file
                    && file.Length == new FileInfo(Path.Combine(Final, name)).Length);

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Logs are copied at the start and only grow: the longer one holds the shorter.
    private bool IsAheadOfFinal(string log)
        => new FileInfo(Path.Combine(Partial, log)) is { Exists: true } written
            && written.Length > (new FileInfo(Path.Combine(Last, log)) is { Exists: true } last ? last.Length : 0);

    private bool IsComplete(string directory)
    {
        try
        {
            return Manifest.TryRead(directory, artifact)?.OutputsAreSound(directory, Checked, Verify) ?? false;
        }
        catch (InvalidInputException)
        {
            return false; // Not ours to judge here: a stage that writes to the folder next starts over.
        }
    }

    private Manifest? FindComplete(string directory, string fingerprint)
        => FindComplete(directory, manifest => string.Equals(manifest.Fingerprint, fingerprint, StringComparison.Ordinal));

    private Manifest? FindComplete(string directory, Predicate<Manifest> isWanted)
        => Manifest.TryRead(directory, artifact) is { } manifest && isWanted(manifest)
            && manifest.OutputsAreSound(directory, Checked, Verify) ? manifest : null;
}
