using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Keeps the state of a training run after an epoch, so that a run that was killed goes on as if it had not been: values, best values and
/// the optimiser's moments in one file, and the epochs so far beside it. The second is written last and names the first. A state within an
/// epoch is a file alone, which names the epoch that it follows and holds how far the next one is.
/// </summary>
internal sealed class TrainingCheckpoint
{
    private const string SumsKey = "sums";
    private const string Extension = ".safetensors";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly string _directory;
    private readonly string _log;
    private readonly string _states;

    /// <param name="directory">Folder of the stage's output; made if it is not there.</param>
    /// <param name="logName">File name of the epochs' log, which stays in the artifact; trainings of one folder have different
    /// ones.</param>
    public TrainingCheckpoint(string directory, string logName = TrainingLog)
    {
        Directory.CreateDirectory(directory);
        _directory = directory;
        _log = Path.Combine(directory, logName);
        _states = logName == TrainingLog ? "checkpoint" : $"{Path.GetFileNameWithoutExtension(logName)}-checkpoint";
    }

    /// <summary>Holds the epochs' log of a training.</summary>
    public const string TrainingLog = ArtifactNames.TrainingLog;

    /// <summary>Holds the epochs' log of the preference tuning that follows it.</summary>
    public const string PreferenceLog = "preference.jsonl";

    /// <summary>Reads an epochs' log.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static IReadOnlyList<EpochRecord> ReadLog(string path) =>
    [
        .. File.ReadLines(path)
            .Select(line => JsonSerializer.Deserialize<EpochRecord>(line, _json) ?? throw new JsonException("A line is null.")),
    ];

    /// <summary>Writes an epochs' log, whole or not at all.</summary>
    public static void WriteLog(string path, IEnumerable<EpochRecord> epochs)
    {
        File.WriteAllLines(path + ".tmp", epochs.Select(epoch => JsonSerializer.Serialize(epoch, _json)));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Saves a state within the epoch that follows the last of <paramref name="epochs"/>.</summary>
    public void Save(IReadOnlyList<EpochRecord> epochs, EpochState within, ITrainable training, Tensor bestValues)
    {
        var state = StatePath(epochs[^1].Epoch, within.Steps);
        SafetensorsFile.Write(state, TensorsOf(training, bestValues),
            new Dictionary<string, string> { [SumsKey] = JsonSerializer.Serialize(within.Sums) });
        DeleteStates(except: state);
    }

    /// <summary>Saves the state after the last of <paramref name="epochs"/>.</summary>
    public void Save(IReadOnlyList<EpochRecord> epochs, ITrainable training, Tensor bestValues)
    {
        var state = StatePath(epochs[^1].Epoch);
        SafetensorsFile.Write(state, TensorsOf(training, bestValues));
        WriteLog(_log, epochs);
        DeleteStates(except: state);
    }

    /// <summary>Takes up the last saved state, if there is one.</summary>
    /// <returns>The epochs so far, none where training starts from the beginning, and how far the next one is.</returns>
    /// <exception cref="InvalidInputException">The log or the state is damaged.</exception>
    public (IReadOnlyList<EpochRecord> Epochs, EpochState Within) Resume(ITrainable training, Tensor bestValues)
    {
        try
        {
            var epochs = File.Exists(_log) ? ReadLog(_log) : [];

            // A log without its state is of a run that was killed after training, before its artifact was complete: the same seed ends the
            // same.
            if (epochs.Count == 0 || FindState(epochs[^1].Epoch) is not var (path, steps))
            {
                return ([], EpochState.Begun);
            }

            SafetensorsFile.ReadInto(path, TensorsOf(training, bestValues));
            training.Optimizer.Steps = epochs[^1].Steps + steps;
            return (epochs, steps == 0 ? EpochState.Begun : new EpochState(steps, ReadSums(path)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidInputException)
        {
            throw new InvalidInputException(
                $"What an interrupted run left in {_directory} is damaged: {exception.Message} Start over (option 'force').", exception);
        }
    }

    /// <summary>Deletes the state at the end of training; the log stays.</summary>
    public void Finish() => DeleteStates(except: null);

    /// <summary>Returns the furthest state after an epoch, and the steps of the next one that it holds; null where there is none.</summary>
    private (string Path, int Steps)? FindState(int epoch)
    {
        var prefix = $"{_states}-{epoch}-";
        var within = Directory.EnumerateFiles(_directory, $"{prefix}*{Extension}")
            .Select(
                path => (Path: path, Known: int.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(prefix.Length), out var steps),
                    Steps: steps))
            .Where(state => state.Known)
            .Select(state => (state.Path, state.Steps))
            .ToArray();
        return within.Length > 0 ? within.MaxBy(state => state.Steps) : File.Exists(StatePath(epoch)) ? (StatePath(epoch), 0) : null;
    }

    private static double[] ReadSums(string path)
        => SafetensorsFile.ReadMetadata(path).TryGetValue(SumsKey, out var sums)
            ? JsonSerializer.Deserialize<double[]>(sums)! : throw new InvalidInputException(
            $"{path}: it doesn't say how far its epoch is.");

    private string StatePath(int epoch, int steps = 0)
        => Path.Combine(_directory, $"{_states}-{epoch}{(steps > 0 ? $"-{steps}" : "")}{Extension}");

    private void DeleteStates(string? except)
    {
        foreach (var state in Directory.EnumerateFiles(_directory, $"{_states}-*").Where(file => file != except))
        {
            File.Delete(state);
        }
    }

    private static KeyValuePair<string, Tensor>[] TensorsOf(ITrainable training, Tensor bestValues) =>
    [
        new("values", training.Parameters.Values),
        new("best_values", bestValues),
        new("first_moment", training.Optimizer.FirstMoment),
        new("second_moment", training.Optimizer.SecondMoment),
    ];
}
