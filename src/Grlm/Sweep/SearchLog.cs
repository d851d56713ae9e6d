using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>The trials of a search so far, in a file of JSON lines that only grows. Not thread-safe.</summary>
internal sealed class SearchLog
{
    private static readonly JsonSerializerOptions _line = new(WorkspaceJson.Options) { WriteIndented = false };

    private readonly string _path;
    private readonly string _inputs;
    private readonly List<TrialRecord> _records = [];

    /// <param name="path">The file; it need not be there.</param>
    /// <param name="inputs">Version of the data: trials on other data are left out.</param>
    /// <exception cref="InvalidInputException">A line but the last, which a kill may have cut short, can't be read.</exception>
    public SearchLog(string path, string inputs)
    {
        (_path, _inputs) = (path, inputs);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        for (var line = 0; line < lines.Length; line++)
        {
            try
            {
                _records.Add(JsonSerializer.Deserialize<TrialRecord>(lines[line], _line) ?? throw new JsonException("The line is null."));
            }
            catch (JsonException error)
            {
                if (line < lines.Length - 1)
                {
                    throw new InvalidInputException(path, line + 1, $"not a trial ({error.Message})", "Delete the line, or the file.");
                }

                File.WriteAllLines(path, lines[..^1]);
            }
        }

        _records.RemoveAll(record => !string.Equals(record.Inputs, inputs, StringComparison.Ordinal));
    }

    /// <summary>The trials on this data, in the order in which they ended.</summary>
    public IReadOnlyList<TrialRecord> Records => _records;

    /// <summary>The trial with these options, if there has been one.</summary>
    public TrialRecord? Find(JsonObject options) => _records.Find(record => JsonNode.DeepEquals(record.Options, options));

    /// <summary>Adds a trial.</summary>
    public TrialRecord Add(JsonObject options, double recall, double ndcg, double seconds)
    {
        var record = new TrialRecord(_inputs, options, recall, ndcg, Math.Round(seconds, 3));
        File.AppendAllText(_path, JsonSerializer.Serialize(record, _line) + "\n");
        _records.Add(record);
        return record;
    }
}
