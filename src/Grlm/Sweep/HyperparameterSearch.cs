using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>
/// Looks for better options by successive halving (Jamieson and Talwalkar, AISTATS 2016): of each bracket's candidates, drawn at random,
/// the best third after two epochs is trained for four, and the best third of those for as many as the stage takes. What the stage has now
/// is tried first, in full. What is drawn depends on the seed and on the figures of trials alone, and trials are looked up in the log
/// before they are run: a search that was interrupted goes on where it was, and one with a longer budget builds on the shorter.
/// </summary>
/// <param name="runner">Trains and measures.</param>
/// <param name="space">What is drawn from.</param>
/// <param name="options">Candidates, seed and budget.</param>
/// <param name="log">The trials so far.</param>
/// <param name="clock">Measures time.</param>
internal sealed class HyperparameterSearch(ITrialRunner runner, SearchSpace space, SweepOptions options, SearchLog log, TimeProvider clock)
{
    private const string Epochs = "epochs";
    private const int KeptOf = 3;

    // So many brackets without a new trial: the space holds nothing else.
    private const int MostIdleBrackets = 20;

    private static readonly int[] _shortTrainings = [2, 4];

    private readonly HashSet<TrialRecord> _met = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs until the budget is spent or nothing new is drawn.</summary>
    /// <param name="start">The options that the stage has now: all of them.</param>
    /// <param name="directory">Where trials write; a folder of each is deleted when it ends.</param>
    /// <param name="progress">Told how far the search is.</param>
    /// <param name="cancellationToken">Stops at once; the trial that is running can be taken up again.</param>
    public async Task RunAsync(JsonObject start, string directory, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (random, idle) = (new Random(options.Seed), 0);
        var goesOn = await TryAsync(start, directory, progress, cancellationToken) is not null;
        while (goesOn && idle < MostIdleBrackets)
        {
            var met = _met.Count;
            List<JsonObject> candidates = [.. Enumerable.Range(0, options.Candidates).Select(_ => space.Draw(random, start))];
            goesOn = await HalveAsync(candidates, start, directory, progress, cancellationToken);
            idle = _met.Count > met ? 0 : idle + 1;
        }
    }

    /// <summary>Returns the best of the trials with as many epochs as the stage takes: what it has now is one of them.</summary>
    /// <param name="start">The options that the stage has now.</param>
    /// <returns>Null where no such trial has ended.</returns>
    public TrialRecord? Best(JsonObject start)
        => log.Records.Where(record => JsonNode.DeepEquals(record.Options[Epochs], start[Epochs]))
            .OrderByDescending(record => record.RecallAt10).ThenByDescending(record => record.NdcgAt10).FirstOrDefault();

    /// <summary>Trains candidates shortly, and the best of them longer; false once the budget is spent.</summary>
    private async Task<bool> HalveAsync(
        List<JsonObject> candidates, JsonObject start, string directory, IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        var own = (int?)start[Epochs] ?? 0;
        JsonNode?[] rungs = [.. _shortTrainings.Where(epochs => own == 0 || epochs < own).Select(epochs => (JsonNode)epochs),
            start[Epochs]];
        foreach (var epochs in rungs)
        {
            var trials = new List<(JsonObject Candidate, TrialRecord Record)>();
            foreach (var candidate in candidates)
            {
                var trial = (JsonObject)candidate.DeepClone();
                trial[Epochs] = epochs?.DeepClone();
                if (await TryAsync(trial, directory, progress, cancellationToken) is not { } record)
                {
                    return false;
                }

                trials.Add((candidate, record));
            }

            candidates = [.. trials
                .OrderByDescending(trial => trial.Record.RecallAt10).ThenByDescending(trial => trial.Record.NdcgAt10)
                .Take(Math.Max(1, candidates.Count / KeptOf)).Select(trial => trial.Candidate)];
        }

        return true;
    }

    /// <summary>Returns the outcome of a trial, from the log or from training; null where the budget doesn't reach.</summary>
    private async Task<TrialRecord?> TryAsync(
        JsonObject trial, string directory, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        if (log.Find(trial) is { } known)
        {
            _met.Add(known);
            return known;
        }

        var left = TimeSpan.FromMinutes(options.Minutes) - TimeSpan.FromSeconds(log.Records.Sum(record => record.Seconds));
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var budget = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var folder = Path.Combine(directory, Hashing.OfText(trial.ToJsonString())[..12]);
        var began = clock.GetTimestamp();
        try
        {
            var (recall, ndcg) = await runner.RunAsync(trial, folder, new TrialProgress(progress, log), either.Token);
            var record = log.Add(trial, recall, ndcg, clock.GetElapsedTime(began).TotalSeconds);
            _met.Add(record);
            Directory.Delete(folder, recursive: true);
            return record;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Represents a trial's progress with the number of the trial and the best figure so far.</summary>
    private sealed class TrialProgress(IProgress<StageProgress> progress, SearchLog log) : IProgress<StageProgress>
    {
        private readonly string _trial = $"trial {log.Records.Count + 1}";
        private readonly string _best = log.Records.Count == 0 ? "" : $", best recall@10 {log.Records.Max(record => record.RecallAt10):F4}";

        public void Report(StageProgress value)
            => progress.Report(value with { Activity = $"{_trial}, {value.Activity}", Detail = $"{value.Detail}{_best}" });
    }
}

/// <summary>Keeps the trials of a search so far, in a file of JSON lines that only grows. Not thread-safe.</summary>
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

    /// <summary>Gets the trials on this data, in the order in which they ended.</summary>
    public IReadOnlyList<TrialRecord> Records => _records;

    /// <summary>Returns the trial with these options, if there has been one.</summary>
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

/// <summary>Holds the values that a search draws options from, each as likely as the others. Immutable.</summary>
/// <param name="values">Values by name of the option, in the order in which they are drawn.</param>
internal sealed class SearchSpace(IReadOnlyList<KeyValuePair<string, IReadOnlyList<JsonElement>>> values)
{
    /// <summary>Returns a space of a stage, as JSON: <c>{"dropout": [0.2, 0.3]}</c>.</summary>
    public static SearchSpace Parse(string json)
        => new(
            [.. JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<JsonElement>>>(json)!.OrderBy(value => value.Key,
                StringComparer.Ordinal)]);

    /// <summary>Returns a space that options name.</summary>
    /// <exception cref="InvalidOptionsException">An option has no value to draw.</exception>
    public static SearchSpace Of(IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> values)
        => values.Count > 0 && values.Values.All(choices => choices.Count > 0) && !values.ContainsKey("epochs")
            ? new SearchSpace([.. values.OrderBy(value => value.Key, StringComparer.Ordinal)])
            : throw new InvalidOptionsException(
                "Option 'space' takes at least one option, and at least one value for each; " +
                    "'epochs' is not among them, for the search sets it.");

    /// <summary>Draws a value of each.</summary>
    /// <param name="random">Drawn from.</param>
    /// <param name="options">What the values are put into; stays as it is.</param>
    public JsonObject Draw(Random random, JsonObject options)
    {
        var drawn = (JsonObject)options.DeepClone();
        foreach (var (name, choices) in values)
        {
            drawn[name] = JsonNode.Parse(choices[random.Next(choices.Count)].GetRawText());
        }

        return drawn;
    }
}

/// <summary>Describes a trial of a search: one line of <c>trials.jsonl</c>.</summary>
/// <param name="Inputs">Version of what it was trained on: trials on other data say nothing here.</param>
/// <param name="Options">The options that it was trained with.</param>
/// <param name="RecallAt10">Recall@10 on validation users.</param>
/// <param name="NdcgAt10">NDCG@10 on validation users.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TrialRecord(string Inputs, JsonObject Options, double RecallAt10, double NdcgAt10, double Seconds);
