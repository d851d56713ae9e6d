using System.Text.Json;

namespace Grlm;

/// <summary>Describes one run of a stage: what decides it, and the folder of its artifact.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Options">Its options.</param>
/// <param name="Artifact">Where the artifact ends up.</param>
/// <param name="Folder">The artifact's folder, and the one beside it that is written to.</param>
/// <param name="Inputs">Hashes of what it reads.</param>
/// <param name="Fingerprint">Hash of stage, options and inputs.</param>
internal sealed record StageRun<TOptions, TResult>(
    IStage<TOptions, TResult> Stage,
    TOptions Options,
    string Artifact,
    ArtifactFolder Folder,
    IReadOnlyDictionary<string, string> Inputs,
    string Fingerprint)
    where TResult : notnull
{
    /// <summary>Takes a finished artifact for the outcome; null where there is none.</summary>
    public StageOutcome<TResult>? Skip(Manifest? manifest)
    {
        try
        {
            return manifest is not null && manifest.Result.Deserialize<TResult>(WorkspaceJson.Options) is { } result
                ? new StageOutcome<TResult>(Stage.Name, Artifact, result, Skipped: true, manifest.Seconds)
                : null;
        }
        catch (JsonException)
        {
            return null; // The result record has changed its form since: the stage runs again and writes the new one.
        }
    }

    /// <summary>Takes the artifact that is there, or that a kill kept from its place; null where neither is of this run.</summary>
    public StageOutcome<TResult>? Reuse()
    {
        var outcome = Skip(Folder.FindUpToDate(Fingerprint) ?? Folder.FinishPartial(Fingerprint));
        if (outcome is not null)
        {
            Folder.DiscardPartial();
        }

        return outcome;
    }

    /// <summary>Runs the stage and puts its artifact in place.</summary>
    public async Task<StageOutcome<TResult>> RunAsync(
        StageContext context, bool startOver, TimeProvider clock, CancellationToken cancellationToken)
    {
        // A stage that forgets to name its variants would delete the artifacts inside the folder with it.
        if (Folder.FindNested() is { } nested)
        {
            throw new InvalidOperationException(
                $"Stage '{Stage.Name}' would replace '{Folder.Final}', and the artifact '{nested}' in it would go with it.");
        }

        var startedAt = clock.GetUtcNow();
        var start = clock.GetTimestamp();
        var resumes = Folder.OpenPartial(Fingerprint, startOver);
        try
        {
            var result = await Stage.RunAsync(Options, context, cancellationToken);
            var options = JsonSerializer.SerializeToElement(Options, WorkspaceJson.Options);
            var manifest = new Manifest
            {
                SchemaVersion = Manifest.CurrentSchemaVersion,
                Stage = Stage.Name,
                ToolVersion = StageRunner.ToolVersion,
                Fingerprint = Fingerprint,
                Options = options,
                Seed = options.TryGetProperty("seed", out var seed) && seed.TryGetInt32(out var number) ? number : null,
                Inputs = Inputs,
                Outputs = await OutputsAsync(cancellationToken),
                Result = JsonSerializer.SerializeToElement(result, WorkspaceJson.Options),
                StartedAt = startedAt,
                Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3),
            };
            manifest.Write(Folder.Partial);
            Folder.Commit();
            return new StageOutcome<TResult>(Stage.Name, Artifact, result, Skipped: false, manifest.Seconds);
        }
        catch (Exception error) when (error is GrlmException { KeepsWork: false } ? !resumes : Folder.PartialIsEmpty())
        {
            Folder.DiscardPartial();
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<string, OutputFile>> OutputsAsync(CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<string, OutputFile>(StringComparer.Ordinal);
        foreach (var name in Folder.OutputFiles())
        {
            var path = Path.Combine(Folder.Partial, name);
            outputs[name] = new OutputFile(await Hashing.OfFileAsync(path, onRead: null, cancellationToken), new FileInfo(path).Length)
            {
                IsRecord = ArtifactNames.IsRecord(name),
            };
        }

        return outputs;
    }
}
