using System.Reflection;
using System.Text.Json;

namespace Grlm;

/// <summary>
/// Runs stages on a workspace: skips one whose options and inputs are those of its artifact, hands an interrupted one what it had, and puts a
/// finished artifact in the place of the last one in a way that a kill at any moment leaves one of the two. Safe for concurrent use; a workspace
/// takes one run at a time.
/// </summary>
/// <param name="clock">Tells when runs begin and how long they take.</param>
/// <param name="siblings">
/// Workspaces of the same kind: an artifact of theirs that a run would make again, to the byte, is copied instead. Null for none.
/// </param>
public sealed class StageRunner(TimeProvider clock, IReadOnlyList<GrlmWorkspace>? siblings = null)
{
    /// <summary>A runner on the system's clock.</summary>
    public StageRunner()
        : this(TimeProvider.System)
    {
    }

    internal static string ToolVersion { get; } =
        typeof(StageRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs a stage, or skips it if its artifact is up to date.</summary>
    /// <typeparam name="TOptions">The stage's options record.</typeparam>
    /// <typeparam name="TResult">The stage's result record.</typeparam>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its options.</param>
    /// <param name="workspace">The workspace; made if it isn't there.</param>
    /// <param name="progress">Told how far the stage is.</param>
    /// <param name="force">Run even if the artifact is up to date, and from the beginning even if an interrupted run left something.</param>
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
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(workspace);
        OptionsValidation.Validate(options);
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
            var folder = new ArtifactFolder(workspace, stage.Folder, stage.Logs);
            if (held is null)
            {
                return (force ? null : UpToDate<TResult>(folder.FindUpToDate(fingerprint))) ?? throw fault!;
            }

            return (force ? null : Reuse<TResult>(folder, fingerprint) ?? TakeOver<TResult>(folder, stage.Folder, fingerprint))
                ?? await RunAsync(
                    stage,
                    options,
                    new StageContext(workspace, folder.Partial, progress) { Last = force ? null : folder.FindMadeFrom(inputs) },
                    folder,
                    inputs,
                    fingerprint,
                    force,
                    cancellationToken);
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

    private static StageOutcome<TResult>? Reuse<TResult>(ArtifactFolder folder, string fingerprint)
    {
        var outcome = UpToDate<TResult>(folder.FindUpToDate(fingerprint) ?? folder.FinishPartial(fingerprint));
        if (outcome is not null)
        {
            folder.DiscardPartial();
        }

        return outcome;
    }

    private static StageOutcome<TResult>? UpToDate<TResult>(Manifest? manifest)
    {
        try
        {
            return manifest is not null && manifest.Result.Deserialize<TResult>(WorkspaceJson.Options) is { } result
                ? new StageOutcome<TResult>(result, Skipped: true, manifest.Seconds)
                : null;
        }
        catch (JsonException)
        {
            return null; // The result record has changed its form since: the stage runs again and writes the new one.
        }
    }

    private StageOutcome<TResult>? TakeOver<TResult>(ArtifactFolder folder, string name, string fingerprint)
        => (siblings ?? []).Any(sibling => folder.TakeOver(new ArtifactFolder(sibling, name), fingerprint))
            ? Reuse<TResult>(folder, fingerprint)
            : null;

    private static async Task<IReadOnlyDictionary<string, OutputFile>> OutputsAsync(ArtifactFolder folder, CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<string, OutputFile>(StringComparer.Ordinal);
        foreach (var name in folder.OutputFiles())
        {
            var path = Path.Combine(folder.Partial, name);
            outputs[name] = new OutputFile(await Hashing.OfFileAsync(path, onRead: null, cancellationToken), new FileInfo(path).Length)
            {
                IsRecord = ArtifactNames.IsRecord(name),
            };
        }

        return outputs;
    }

    private async Task<StageOutcome<TResult>> RunAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage,
        TOptions options,
        StageContext context,
        ArtifactFolder folder,
        IReadOnlyDictionary<string, string> inputs,
        string fingerprint,
        bool force,
        CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var start = clock.GetTimestamp();
        var resumes = folder.OpenPartial(fingerprint, startOver: force);
        try
        {
            var result = await stage.RunAsync(options, context, cancellationToken);
            var optionsJson = JsonSerializer.SerializeToElement(options, WorkspaceJson.Options);
            var manifest = new Manifest
            {
                SchemaVersion = Manifest.CurrentSchemaVersion,
                Stage = stage.Name,
                ToolVersion = ToolVersion,
                Fingerprint = fingerprint,
                Options = optionsJson,
                Seed = optionsJson.TryGetProperty("seed", out var seed) && seed.TryGetInt32(out var number) ? number : null,
                Inputs = inputs,
                Outputs = await OutputsAsync(folder, cancellationToken),
                Result = JsonSerializer.SerializeToElement(result, WorkspaceJson.Options),
                StartedAt = startedAt,
                Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3),
            };
            manifest.Write(folder.Partial);
            folder.Commit();
            return new StageOutcome<TResult>(result, Skipped: false, manifest.Seconds);
        }
        catch (Exception error) when (error is GrlmException { KeepsWork: false } ? !resumes : folder.PartialIsEmpty())
        {
            folder.DiscardPartial();
            throw;
        }
    }
}
