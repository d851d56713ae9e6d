using System.Globalization;
using System.Reflection;

namespace Grlm.Internal;

/// <summary>
/// Runs stages on a workspace: skips one whose options and inputs are those of its artifact, hands an interrupted one what it had, and puts
/// a finished artifact in the place of the last one in a way that a kill at any moment leaves one of the two. Safe for concurrent use; a
/// workspace takes one run at a time.
/// </summary>
/// <param name="clock">Tells when runs begin and how long they take.</param>
/// <param name="siblings">
/// Workspaces of the same kind: an artifact of theirs that a run would make again, to the byte, is copied instead. Null for none.
/// </param>
public sealed class StageRunner(TimeProvider clock, IReadOnlyList<GrlmWorkspace>? siblings = null)
{
    /// <summary>Makes a runner on the system's clock.</summary>
    public StageRunner()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Gets the version that manifests and reports name.</summary>
    public static string ToolVersion { get; } =
        typeof(StageRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs a stage, or skips it if its artifact is up to date.</summary>
    /// <typeparam name="TOptions">The stage's options record.</typeparam>
    /// <typeparam name="TResult">The stage's result record.</typeparam>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its options.</param>
    /// <param name="workspace">The workspace; made if it isn't there.</param>
    /// <param name="progress">Told how far the stage is.</param>
    /// <param name="force">Run even if the artifact is up to date, and from the beginning even if an interrupted run left
    /// something.</param>
    /// <param name="cancellationToken">Stops the stage; what it wrote stays for the next run.</param>
    /// <exception cref="GrlmException">
    /// An option, an input or a prerequisite is at fault. The last artifact stays, and nothing of a run that had just begun is left unless
    /// <see cref="GrlmException.KeepsWork"/> says that it is worth keeping.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<StageOutcome<TResult>> RunAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage,
        TOptions options,
        GrlmWorkspace workspace,
        IProgress<StageProgress> progress,
        bool force,
        CancellationToken cancellationToken)
        where TOptions : class
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(workspace);
        OptionsValidation.Validate(options);
        if (stage.FollowedBy(options) is not { } next)
        {
            return await RunAloneAsync(stage, options, workspace, progress, force, cancellationToken);
        }

        next.CheckFiles(); // before the first stage runs, which may take long

        // Within a change already, both are part of it.
        return workspace.Below is null ? await WorkspaceChange.RunAsync(workspace, RunBothAsync) : await RunBothAsync(workspace);

        async Task<StageOutcome<TResult>> RunBothAsync(GrlmWorkspace changing)
        {
            var outcome = await RunAloneAsync(stage, options, changing, progress, force, cancellationToken);
            return outcome with { Following = await next.RunAsync(this, changing, progress, force, cancellationToken) };
        }
    }

    /// <summary>Runs a planned stage, or skips it if its artifact is up to date.</summary>
    /// <inheritdoc cref="RunAsync{TOptions, TResult}(IStage{TOptions, TResult}, TOptions, GrlmWorkspace, IProgress{StageProgress}, bool, CancellationToken)"/>
    public Task<IStageOutcome> RunAsync(
        PlannedStage stage, GrlmWorkspace workspace, IProgress<StageProgress> progress, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.RunAsync(this, workspace, progress, force, cancellationToken);
    }

    private async Task<StageOutcome<TResult>> RunAloneAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage,
        TOptions options,
        GrlmWorkspace workspace,
        IProgress<StageProgress> progress,
        bool force,
        CancellationToken cancellationToken)
        where TOptions : class
        where TResult : notnull
    {
        var workspaceIsNew = !Directory.Exists(workspace.Root);
        try
        {
            var fault = workspace.NotWritable;
            using var held = fault is null ? WorkspaceLock.Acquire(workspace, out fault) : null;
            if (held is not null)
            {
                Artifacts.RecoverAll(workspace);
            }

            var inputs = await InputHashes.ComputeAsync(stage.InputsOf(options), workspace, progress, cancellationToken);
            var fingerprint = InputHashes.Fingerprint(stage.Name, WorkspaceJson.Canonical(options), inputs);
            var artifact = ArtifactOf(stage, options);
            var folder = new ArtifactFolder(workspace, artifact, stage.Logs);
            var run = new StageRun<TOptions, TResult>(stage, options, (workspace.Below ?? workspace).OwnPathOf(artifact),
                folder, inputs, fingerprint);
            var again = force || stage.RunsAgain(options);
            if (held is null)
            {
                return (again ? null : run.Skip(folder.FindUpToDate(fingerprint))) ?? throw fault!;
            }

            if (!again && (run.Reuse() ?? TakeOver(run, artifact)) is { } outcome)
            {
                return outcome;
            }

            if (!force)
            {
                stage.CheckReplacement(options, workspace);
            }

            var context = new StageContext(workspace, folder.Partial, progress) { Last = again ? null : folder.FindMadeFrom(inputs) };
            return await run.RunAsync(context, startOver: again, clock, cancellationToken);
        }
        catch when (workspaceIsNew)
        {
            RemoveIfUnused(workspace);
            throw;
        }
    }

    /// <summary>Removes the folder of a workspace that nothing has been written to.</summary>
    internal static void RemoveIfUnused(GrlmWorkspace workspace)
    {
        if (Directory.Exists(workspace.Root)
            && Directory.EnumerateFileSystemEntries(workspace.Root).All(entry => Path.GetFileName(entry) is WorkspaceLock.FileName))
        {
            Directory.Delete(workspace.Root, recursive: true);
        }
    }

    /// <summary>Returns the artifact that a run makes: the stage's folder, or one inside it.</summary>
    private static string ArtifactOf<TOptions, TResult>(IStage<TOptions, TResult> stage, TOptions options)
        where TResult : notnull
        => stage.VariantOf(options) is not { } variant ? stage.Folder
            : variant is not ("" or "." or "..") && Path.GetFileName(variant) == variant ? $"{stage.Folder}/{variant}"
            : throw new InvalidOptionsException($"Stage '{stage.Name}' can't keep an artifact under the name '{variant}'.");

    private StageOutcome<TResult>? TakeOver<TOptions, TResult>(StageRun<TOptions, TResult> run, string artifact)
        where TResult : notnull
        => (siblings ?? []).Any(sibling => run.Folder.TakeOver(new ArtifactFolder(sibling, artifact), run.Fingerprint))
            ? run.Reuse() : null;
}

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
    /// Hashes what decides a run. A file counts by its place in the list, its name (the ending tells its form) and content: where it lies
    /// doesn't matter.
    /// </summary>
    public static string Fingerprint(string stage, string canonicalOptions, IReadOnlyDictionary<string, string> hashes)
        => Hashing.OfText(string.Join('\n', (string[])[
            stage,
            Form.ToString(CultureInfo.InvariantCulture),
            canonicalOptions,
            .. hashes.Select(hash => $"{Path.GetFileName(hash.Key)} {hash.Value}")]));
}
