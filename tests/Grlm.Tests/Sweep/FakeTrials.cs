using System.Text.Json.Nodes;

namespace Grlm.Tests;

/// <summary>
/// Trials whose outcome is told by a formula: the nearer x and y are to 3 and 7, and the longer the training, the better.
/// </summary>
internal sealed class FakeTrials(FakeClock clock) : ITrialRunner
{
    public string Space => """{ "x": [0, 1, 2, 3, 4, 5], "y": [5, 6, 7, 8] }""";

    public List<JsonObject> Runs { get; } = [];

    /// <summary>Called at the start of each trial.</summary>
    public Action? Before { get; set; }

    public string Inputs { get; init; } = "data 1";

    public JsonObject Complete(JsonObject options)
    {
        var known = new JsonObject { ["x"] = 0, ["y"] = 5, ["epochs"] = 8 };
        foreach (var (name, value) in options)
        {
            known[name] = known.ContainsKey(name) ? value?.DeepClone() : throw new InvalidOptionsException($"There is no option '{name}'.");
        }

        return known;
    }

    public Task<(double Recall, double Ndcg)> RunAsync(
        JsonObject options, string directory, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Before?.Invoke();
        Directory.CreateDirectory(directory);
        Runs.Add((JsonObject)options.DeepClone());
        var epochs = (int)options["epochs"]!;
        clock.Advance(TimeSpan.FromSeconds(10 * epochs));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult((Recall((int)options["x"]!, (int)options["y"]!, epochs), 0.5));
    }

    public static double Recall(int x, int y, int epochs)
        => (0.5 - (0.05 * Math.Abs(x - 3)) - (0.05 * Math.Abs(y - 7))) * (1 - (0.5 / epochs));
}
