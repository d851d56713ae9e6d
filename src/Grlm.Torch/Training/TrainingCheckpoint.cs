using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// The state of a training run after an epoch, so that a run that was killed goes on as if it had not been: values, best values and the
/// optimiser's moments in one file, and the epochs so far beside it. The second is written last and names the first.
/// </summary>
internal sealed class TrainingCheckpoint
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly string _directory;
    private readonly string _log;
    private readonly string _states;

    /// <param name="directory">Folder of the stage's output; made if it is not there.</param>
    /// <param name="logName">File name of the epochs' log, which stays in the artifact; trainings of one folder have different ones.</param>
    public TrainingCheckpoint(string directory, string logName = TrainingLog)
    {
        Directory.CreateDirectory(directory);
        _directory = directory;
        _log = Path.Combine(directory, logName);
        _states = logName == TrainingLog ? "checkpoint" : $"{Path.GetFileNameWithoutExtension(logName)}-checkpoint";
    }

    /// <summary>The epochs' log of a training.</summary>
    public const string TrainingLog = "training.jsonl";

    /// <summary>The epochs' log of the preference tuning that follows it.</summary>
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

    /// <summary>Saves the state after the last of <paramref name="epochs"/>.</summary>
    public void Save(IReadOnlyList<EpochRecord> epochs, ITrainable training, Tensor bestValues)
    {
        var state = StatePath(epochs[^1].Epoch);
        SafetensorsFile.Write(state, TensorsOf(training, bestValues));
        WriteLog(_log, epochs);
        DeleteStates(except: state);
    }

    /// <summary>Takes up the last saved state, if there is one.</summary>
    /// <returns>The epochs so far; empty where training starts from the beginning.</returns>
    /// <exception cref="InvalidInputException">The log or the state is damaged.</exception>
    public IReadOnlyList<EpochRecord> Resume(ITrainable training, Tensor bestValues)
    {
        try
        {
            var epochs = File.Exists(_log) ? ReadLog(_log) : [];

            // A log without its state is of a run that was killed after training, before its artifact was complete: the same seed ends the same.
            if (epochs.Count == 0 || !File.Exists(StatePath(epochs[^1].Epoch)))
            {
                return [];
            }

            SafetensorsFile.ReadInto(StatePath(epochs[^1].Epoch), TensorsOf(training, bestValues));
            training.Optimizer.Steps = epochs[^1].Steps;
            return epochs;
        }
        catch (Exception exception) when (exception is JsonException or InvalidInputException)
        {
            throw new InvalidInputException(
                $"What an interrupted run left in {_directory} is damaged: {exception.Message} Start over with '--force'.", exception);
        }
    }

    /// <summary>Deletes the state at the end of training; the log stays.</summary>
    public void Finish() => DeleteStates(except: null);

    private string StatePath(int epoch) => Path.Combine(_directory, $"{_states}-{epoch}.safetensors");

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
