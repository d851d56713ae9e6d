using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

public sealed class LogitProcessorsTests
{
    [Fact]
    public void Processors_EqualTheReferenceImplementation()
    {
        var cases = JsonNode.Parse(File.ReadAllText(Repository.SharedFile("golden/sampling_cases.json")))!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var (number, golden) in cases.Index())
        {
            var logits = Numbers(golden!["logits"]!);
            Process(golden["kind"]!.GetValue<string>(), golden["argument"]!.GetValue<double>(),
                GoldenModel.Rows(new JsonArray(golden["input_ids"]!.DeepClone()))[0], logits);
            AssertSame(Numbers(golden["expected"]!), logits, $"case {number}, {golden["kind"]}");
        }
    }

    [Fact]
    public void RepetitionPenalty_CountsATokenThatCameTwiceOnce()
    {
        float[] logits = [2, -2, 1];
        LogitProcessors.RepetitionPenalty(logits, [0, 1, 0, 1], 2);
        Assert.Equal([1, -4, 1], logits);
    }

    [Fact]
    public void TopK_KeepsAllThatEqualTheLast()
    {
        float[] logits = [1, 3, 2, 2, 0];
        LogitProcessors.TopK(logits, 2);
        Assert.Equal([float.NegativeInfinity, 3, 2, 2, float.NegativeInfinity], logits);
    }

    [Fact]
    public void TopP_KeepsTheTokenThatCrossesTheShareAndOneAtLeast()
    {
        float[] logits = [MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.2f)];
        float[] few = [.. logits], none = [.. logits];
        LogitProcessors.TopP(few, 0.6);
        LogitProcessors.TopP(none, 0);
        Assert.Equal([logits[0], logits[1], float.NegativeInfinity], few);
        Assert.Equal([logits[0], float.NegativeInfinity, float.NegativeInfinity], none);
    }

    private static void Process(string kind, double argument, int[] tokens, Span<float> logits)
    {
        switch (kind)
        {
            case "temperature":
                LogitProcessors.Temperature(logits, argument);
                break;
            case "top_k":
                LogitProcessors.TopK(logits, (int)argument);
                break;
            case "top_p":
                LogitProcessors.TopP(logits, argument);
                break;
            case "min_p":
                LogitProcessors.MinP(logits, argument);
                break;
            case "repetition_penalty":
                LogitProcessors.RepetitionPenalty(logits, tokens, argument);
                break;
            case "no_repeat_ngram":
                LogitProcessors.NoRepeatNgram(logits, tokens, (int)argument);
                break;
            default:
                Assert.Fail($"No processor for '{kind}'.");
                break;
        }
    }

    private static float[] Numbers(JsonNode node)
        => [.. node.AsArray().Select(value => value?.GetValue<float>() ?? float.NegativeInfinity)];

    private static void AssertSame(float[] expected, float[] actual, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var token = 0; token < expected.Length; token++)
        {
            var isSame = expected[token] == actual[token] || Math.Abs(expected[token] - actual[token]) < 1e-5;
            Assert.True(isSame, $"{name}: token {token} has {actual[token]:R} where {expected[token]:R} is expected.");
        }
    }
}
