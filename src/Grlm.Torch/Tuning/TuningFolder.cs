using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch;

/// <summary>
/// Says where a run puts its result, and where it works until then: a folder beside it, so that the result is replaced as a whole and an
/// interrupted run is found again. Both say what run they are of.
/// </summary>
/// <param name="path">Folder of the result.</param>
/// <param name="identity">What makes the run the one it is: options, model and samples.</param>
internal sealed class TuningFolder(string path, JsonNode identity)
{
    private const string ResultName = "tuning.json";
    private const string RunName = "run.json";

    /// <summary>Folder of the result.</summary>
    public string Result { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Folder of the run's states and loss curve.</summary>
    public string Work => Result + ".tuning";

    private string Text => identity.ToJsonString(WorkspaceJson.Options);

    private string RunFile => Path.Combine(Work, RunName);

    private string ResultFile => Path.Combine(Result, ResultName);

    /// <summary>Returns the outcome of the same run, where it has been finished before; else null.</summary>
    public TuningReport? FindReport()
    {
        try
        {
            return File.Exists(ResultFile)
                && JsonSerializer.Deserialize<Finished>(File.ReadAllText(ResultFile), WorkspaceJson.Options) is { } finished
                && JsonNode.DeepEquals(finished.Run, identity)
                ? finished.Report
                : null;
        }
        catch (JsonException)
        {
            return null; // another tool's file of that name
        }
    }

    /// <summary>Makes the working folder, or finds that of the same run.</summary>
    /// <param name="force">Whether what is there of other runs goes.</param>
    /// <param name="inputs">Files and folders that the run reads.</param>
    /// <exception cref="InvalidOptionsException">The folders hold something else.</exception>
    public void Begin(bool force, IEnumerable<string> inputs)
    {
        if (inputs.FirstOrDefault(input => Holds(Path.GetFullPath(input))) is { } input)
        {
            throw new InvalidOptionsException(
                $"{Result} holds {input}, which the run reads, and the folder is replaced as a whole. Choose another 'out'.");
        }

        if (force && Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }

        if (File.Exists(RunFile))
        {
            if (File.ReadAllText(RunFile) != Text)
            {
                throw new InvalidOptionsException(
                    $"{Work} is of an unfinished run with other options, another model or other samples. " +
                        $"Repeat that run, choose another 'out', or start over (option 'force').");
            }

            return;
        }

        CheckResult(force);
        Directory.CreateDirectory(Work);
        AtomicFile.WriteAllText(RunFile, Text);
    }

    /// <summary>Puts the loss curve and the report beside the result, which has been written, and deletes the working folder.</summary>
    public void Finish(TuningReport report, IReadOnlyList<TuningRecord> records)
    {
        File.Copy(Path.Combine(Work, TuningLog.FileName), Path.Combine(Result, TuningLog.FileName), overwrite: true);
        AtomicFile.WriteAllText(Path.Combine(Result, LossCurve.FileName), LossCurve.Draw(records));
        AtomicFile.WriteAllText(ResultFile, JsonSerializer.Serialize(new Finished(identity, report), WorkspaceJson.Options) + "\n");
        Directory.Delete(Work, recursive: true);
    }

    private bool Holds(string input) => input == Result || input.StartsWith(Result + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void CheckResult(bool force)
    {
        if (!Directory.Exists(Result) || !Directory.EnumerateFileSystemEntries(Result).Any())
        {
            return;
        }

        if (!force)
        {
            throw new InvalidOptionsException(
                $"{Result} is not empty, and not what this run makes. Choose another 'out', or replace it (option 'force').");
        }

        string[] marks = [CheckpointFiles.Config, CheckpointFiles.AdapterConfig];
        if (!marks.Any(mark => File.Exists(Path.Combine(Result, mark))) || Directory.EnumerateDirectories(Result).Any())
        {
            throw new InvalidOptionsException(
                $"{Result} holds other things than a model, and option 'force' would delete them. Choose another 'out'.");
        }
    }

    private sealed record Finished(JsonNode Run, TuningReport Report);
}
