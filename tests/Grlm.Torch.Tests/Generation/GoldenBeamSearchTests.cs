using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>Beam search finds what the reference implementation finds, on the models and settings that the files bring.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GoldenBeamSearchTests
{
    [Fact]
    public void Search_EqualsTheReferenceImplementation()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_beam_search.json"))
        {
            using var network = GoldenModel.Network(folder);
            foreach (var (number, golden) in GoldenModel.Json(folder, "golden_beam_search.json").AsArray().Index())
            {
                AssertEqualsReference(network, golden!, $"{folder}, case {number}");
            }
        }
    }

    private static void AssertEqualsReference(CausalNetwork network, JsonNode golden, string name)
    {
        var settings = Settings(golden);
        var prompts = Prompts(golden);
        var found = new BeamSearch(network, settings).Search(prompts, Constraint(golden, settings), CancellationToken.None);

        var (sequences, scores) = (GoldenModel.Rows(golden["sequences"]!), GoldenModel.Flat(golden["scores"]!));
        Assert.Equal(sequences.Length, found.Sum(row => row.Count));
        ReferenceBeams.AssertEqual(
            [.. sequences.Zip(scores, (tokens, score) => new GeneratedSequence(Cut(tokens, settings.EndTokens), score))],
            [.. found.SelectMany(row => row)],
            settings.Beams,
            name);
    }

    private static BeamSearchSettings Settings(JsonNode golden) => new()
    {
        Beams = golden["num_beams"]!.GetValue<int>(),
        MaximumNewTokens = golden["max_new_tokens"]!.GetValue<int>(),
        LengthPenalty = golden["length_penalty"]!.GetValue<double>(),
        EndTokens = golden["eos"] switch
        {
            JsonArray several => [.. several.Select(token => token!.GetValue<int>())],
            { } one => [one.GetValue<int>()],
            null => [],
        },
    };

    private static int[][] Prompts(JsonNode golden)
    {
        var rows = GoldenModel.Rows(golden["input_ids"]!);
        return golden["attention_mask"] is { } mask
            ? [.. rows.Zip(GoldenModel.Rows(mask), (row, seen) => row.Where((_, place) => seen[place] == 1).ToArray())]
            : rows;
    }

    private static TokenTrie? Constraint(JsonNode golden, BeamSearchSettings settings)
        => golden["constrained_items"] is { } items
            ? new TokenTrie(GoldenModel.Rows(items).Select(item => (int[])[.. item, settings.EndTokens[0]]))
            : null;

    /// <summary>Sequences in the files are filled up behind their end token.</summary>
    private static int[] Cut(int[] tokens, IReadOnlyList<int> endTokens)
    {
        var end = Array.FindIndex(tokens, endTokens.Contains);
        return end < 0 ? tokens : tokens[..(end + 1)];
    }
}
