using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>The real SmolLM2 from its GGUF file against what transformers computed with the same weights.</summary>
[Collection(typeof(TorchCollection))]
public sealed class SmolLm2Tests(SmolLm2Fixture fixture) : IClassFixture<SmolLm2Fixture>
{
    [Fact]
    public void NextToken_LogProbabilities_EqualTheReferenceImplementation()
    {
        foreach (var golden in Cases("next_token"))
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var ids = Ids(golden["top_ids"]!);

            var logProbabilities = LogProbabilities(Ids(golden["input_ids"]!), last: 1)[0].data<float>().ToArray();

            var best = Enumerable.Range(0, logProbabilities.Length).OrderByDescending(id => logProbabilities[id]).Take(ids.Length);
            Assert.Equal(ids[0], best.First());
            var difference = GoldenModel.LargestDifference(GoldenModel.Flat(golden["top_logprobs"]!),
                [.. ids.Select(id => logProbabilities[id])]);
            Assert.True(difference < 1e-3, $"{difference}");
            Assert.Equal(best.Sum(id => logProbabilities[id]), ids.Sum(id => logProbabilities[id]), 1e-2f);
        }
    }

    [Fact]
    public void Completions_GetTheSameLogProbability_TokenByToken()
    {
        foreach (var golden in Cases("completion_logprob"))
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var completion = Ids(golden["completion_ids"]!);

            var rows = LogProbabilities([.. Ids(golden["input_ids"]!), .. completion[..^1]], completion.Length);

            var actual = completion.Select((id, place) => rows[place][id].item<float>()).ToArray();
            Assert.True(GoldenModel.LargestDifference(GoldenModel.Flat(golden["token_logprobs"]!), actual) < 1e-3);
        }
    }

    private Tensor LogProbabilities(int[] ids, int last)
    {
        var network = fixture.Model.Network;
        var hidden = network.Forward(TokenBatch.Padded([ids], PaddingSide.Left))[0].narrow(0, ids.Length - last, last);
        return network.Logits(hidden).log_softmax(-1); // [last, vocabulary]
    }

    private static IEnumerable<JsonNode> Cases(string name)
    {
        var file = Repository.SharedFile("golden/smollm2/golden_smollm2.json");
        return GoldenModel.Json(Path.GetDirectoryName(file)!, Path.GetFileName(file))[name]!.AsArray().Select(golden => golden!);
    }

    private static int[] Ids(JsonNode node) => [.. node.AsArray().Select(id => id!.GetValue<int>())];
}
