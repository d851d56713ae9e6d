using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Grlm.Torch.Tests;

/// <summary>The settings of a golden training run, as its file describes them.</summary>
internal sealed partial record GoldenOptimizer(
    double LearningRate, AdamMoments Moments, double WeightDecay, double MaximumNorm, LearningRateSchedule Schedule)
{
    private const int Patience = 1_000; // milliseconds

    public static GoldenOptimizer Parse(JsonNode golden)
    {
        var text = golden["optimizer"]!.GetValue<string>();
        Assert.StartsWith("AdamW ", text, StringComparison.Ordinal);
        var rate = Number(text, "lr=") ?? throw new InvalidOperationException($"'{text}' names no learning rate.");
        var usual = new AdamMoments();
        var betas = Betas().Match(text);
        var moments = new AdamMoments(
            betas.Success ? double.Parse(betas.Groups["first"].ValueSpan, CultureInfo.InvariantCulture) : usual.Beta1,
            betas.Success ? double.Parse(betas.Groups["second"].ValueSpan, CultureInfo.InvariantCulture) : usual.Beta2,
            Number(text, "eps=") ?? usual.Epsilon);
        Assert.True(text.Contains("no decay", StringComparison.Ordinal) ^ text.Contains("weight_decay=", StringComparison.Ordinal));
        var clip = golden["clip"]?.GetValue<double>() ?? Number(text, "clip ") ?? double.PositiveInfinity;
        return new GoldenOptimizer(rate, moments, Number(text, "weight_decay=") ?? 0, clip, ScheduleOf(golden, rate));
    }

    private static LearningRateSchedule ScheduleOf(JsonNode golden, double peak)
    {
        if (golden["schedule"]?.GetValue<string>() is not { } text)
        {
            return new LearningRateSchedule(peak, 0, 0, LearningRateDecay.Constant);
        }

        var match = Warmup().Match(text);
        return new LearningRateSchedule(
            peak,
            int.Parse(match.Groups["warmup"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["total"].ValueSpan, CultureInfo.InvariantCulture),
            Enum.Parse<LearningRateDecay>(match.Groups["decay"].Value, ignoreCase: true),
            FirstStepRests: true);
    }

    /// <summary>The number behind a key.</summary>
    private static double? Number(string text, string key)
    {
        var at = text.IndexOf(key, StringComparison.Ordinal);
        return at < 0 ? null : double.Parse(Figure().Match(text, at + key.Length).ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\G[0-9.]+(e[+-]?[0-9]+)?", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Figure();

    [GeneratedRegex(@"betas=\((?<first>[0-9.]+), *(?<second>[0-9.]+)\)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Betas();

    [GeneratedRegex("^(?<decay>[a-z]+), (?<warmup>[0-9]+) warm-up of (?<total>[0-9]+) steps$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Warmup();
}
