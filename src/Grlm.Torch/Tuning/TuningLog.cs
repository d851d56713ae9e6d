using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>Keeps the loss curve in memory and in its file, one line a record, written as they come.</summary>
/// <param name="path">The file.</param>
/// <param name="keep">What the best measurement is best by.</param>
internal sealed class TuningLog(string path, ValidationFigure keep = ValidationFigure.Loss)
{
    /// <summary>File name of the loss curve.</summary>
    public const string FileName = ArtifactNames.TrainingLog;

    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly List<TuningRecord> _records = [];

    /// <summary>Gets what has been recorded, in order.</summary>
    public IReadOnlyList<TuningRecord> Records => _records;

    /// <summary>Gets the best measurement, the first among equals; null before the first.</summary>
    public TuningRecord? Best => _records.Where(record => record.ValidationLoss is not null).MaxBy(FigureOf);

    /// <summary>Measurements since the best one.</summary>
    public int MeasurementsSinceBest => _records.Count(record => record.ValidationLoss is not null && record.Step > Best!.Step);

    /// <summary>Tells whether the validation loss after a step is known.</summary>
    public bool IsMeasured(int step) => _records.Exists(record => record.Step == step && record.ValidationLoss is not null);

    /// <summary>Says whether a measurement is better than all before it.</summary>
    public bool IsBest(TuningRecord measurement) => Best is not { } best || FigureOf(measurement).CompareTo(FigureOf(best)) > 0;

    /// <summary>Adds a line.</summary>
    public void Append(TuningRecord record)
    {
        _records.Add(record);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(Line(record)));
    }

    /// <summary>Makes sure that the lines outlive a power cut, before a state that relies on them is saved.</summary>
    public void Flush()
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Goes back to what was known when the state of a step was saved; what a killed run wrote after it goes, half a line included.
    /// </summary>
    /// <param name="step">The step; 0 for the beginning.</param>
    /// <returns>False where the file ends before the step.</returns>
    public bool Rewind(int step)
    {
        _records.Clear();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (Parse(line) is not { } record || record.Step > step)
            {
                break;
            }

            _records.Add(record);
        }

        AtomicFile.WriteAllText(path, string.Concat(_records.Select(Line)));
        return step == 0 || (_records.Count > 0 && _records[^1].Step == step);
    }

    /// <summary>
    /// Returns what is compared, the higher the better: of equal recalls the better places. Where nothing is recommended, the loss.
    /// </summary>
    private (double, double) FigureOf(TuningRecord measurement) => (keep, measurement) switch
    {
        (ValidationFigure.Recall, { ValidationRecallAt10: { } recall, ValidationNdcgAt10: { } ndcg }) => (recall, ndcg),
        _ => (-measurement.ValidationLoss!.Value, 0),
    };

    private static string Line(TuningRecord record) => JsonSerializer.Serialize(record, _json) + "\n";

    private static TuningRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<TuningRecord>(line, _json);
        }
        catch (JsonException)
        {
            return null; // a line that a kill cut short
        }
    }
}
