using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>A case of a <c>golden_beam_search.json</c>.</summary>
internal static class GoldenBeams
{
    public static (int[][] Prompts, BeamSearchSettings Settings, TokenTrie? Trie, IReadOnlyList<GeneratedSequence> Expected) Read(
        JsonNode golden)
    {
        var settings = Settings(golden);
        var sequences = GoldenModel.Rows(golden["sequences"]!).Zip(
            GoldenModel.Flat(golden["scores"]!), (tokens, score) => new GeneratedSequence(Cut(tokens, settings.EndTokens), score));
        var trie = golden["constrained_items"] is { } items
            ? new TokenTrie(GoldenModel.Rows(items).Select(item => (int[])[.. item, settings.EndTokens[0]]))
            : null;
        return (Prompts(golden), settings, trie, [.. sequences]);
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

    /// <summary>Sequences in the files are filled up behind their end token.</summary>
    private static int[] Cut(int[] tokens, IReadOnlyList<int> endTokens)
    {
        var end = Array.FindIndex(tokens, endTokens.Contains);
        return end < 0 ? tokens : tokens[..(end + 1)];
    }
}
