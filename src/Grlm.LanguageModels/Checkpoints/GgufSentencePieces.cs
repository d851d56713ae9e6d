using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// SentencePiece's byte-pair encoding (<c>llama</c> in GGUF files): pieces have scores and no merges. Of two neighbours those are joined whose piece scores highest, so
/// the merges are all ways to put a piece together of two others, in the order of the pieces' scores.
/// </summary>
internal static class GgufSentencePieces
{
    private const string Mark = "▁";

    /// <summary>The merges, best first; of equal ones those with the longer left half come first, as transformers writes them.</summary>
    public static IEnumerable<(string Left, string Right)> Merges(GgufTokens tokens)
    {
        HashSet<string> texts = [.. tokens.Ids().Where(id => IsPiece(tokens.Kinds[id])).Select(id => tokens.Texts[id])];
        var parts = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(string Left, string Right, float Score)>();
        foreach (var id in tokens.Ids().Where(id => IsPiece(tokens.Kinds[id])))
        {
            var text = tokens.Texts[id];
            for (var cut = text.Length - 1; cut > 0; cut--)
            {
                if (parts.Contains(text.AsSpan(0, cut)) && parts.Contains(text.AsSpan(cut)))
                {
                    merges.Add((text[..cut], text[cut..], tokens.Scores[id]));
                }
            }
        }

        return merges.OrderByDescending(merge => merge.Score).ThenByDescending(merge => merge.Left.Length).ThenByDescending(merge => merge.Right.Length)
            .Select(merge => (merge.Left, merge.Right));
    }

    /// <summary>The section <c>normalizer</c>.</summary>
    /// <param name="addsSpace">Whether a text gets a space before it.</param>
    public static JsonObject Normalizer(bool addsSpace)
    {
        var marks = new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = Mark };
        return Sequence("normalizers", addsSpace ? [new JsonObject { ["type"] = "Prepend", ["prepend"] = Mark }, marks] : [marks]);
    }

    /// <summary>The section <c>decoder</c>.</summary>
    /// <param name="addsSpace">Whether a text got a space before it.</param>
    public static JsonObject Decoder(bool addsSpace)
    {
        JsonNode[] steps =
        [
            new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = Mark }, ["content"] = " " },
            new JsonObject { ["type"] = "ByteFallback" },
            new JsonObject { ["type"] = "Fuse" },
        ];
        var strip = new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 };
        return Sequence("decoders", addsSpace ? [.. steps, strip] : steps);
    }

    private static JsonObject Sequence(string list, JsonNode[] steps) => new() { ["type"] = "Sequence", [list] = new JsonArray(steps) };

    private static bool IsPiece(GgufTokenKind kind) => kind is GgufTokenKind.Normal or GgufTokenKind.UserDefined or GgufTokenKind.Unused;
}
