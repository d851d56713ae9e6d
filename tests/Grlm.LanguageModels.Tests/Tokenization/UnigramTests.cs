using System.Text.Json.Nodes;
using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>The unigram model, as T5 and XLM-R have it.</summary>
public sealed class UnigramTests
{
    private const double Penalty = 10;

    [Theory]
    [InlineData("ab", "▁ab|</s>")]
    [InlineData("  ab  c ", "▁ab|▁|c|</s>")]
    [InlineData("abxyab", "▁ab|<unk>|ab|</s>")]
    [InlineData("aa", "▁|aa|</s>")] // as likely as two of a: the longest last piece counts
    [InlineData("", "</s>")]
    public void Encode_OfT5_IsTheLikeliestCut(string text, string tokens)
    => Assert.Equal(tokens, T5().Load().Tokens(text, addSpecialTokens: true));

    [Theory]
    [InlineData("ab ab", "ab ab")]
    [InlineData("  ab   c", "ab c")]
    public void Decode_OfT5_IsTheTextWithSpacesAsItKeepsThem(string text, string decoded)
    {
        var tokenizer = T5().Load();

        Assert.Equal(decoded, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void WithBytes_WhatIsUnknownIsWrittenAsThem()
    {
        var json = T5().WithModel("byte_fallback", true);
        for (var value = 0; value < 256; value++)
        {
            json["model"]!["vocab"]!.AsArray().Add(new JsonArray($"<0x{value:X2}>", -20.0));
        }

        Assert.Equal("▁ab|<0xC3>|<0xA9>|<0x78>", json.Load().Tokens("abéx"));
    }

    [Fact]
    public void Encode_IsAsLikelyAsTheBestOfAllCuts()
        => Gen.Select(Gen.Double[-9, -1].Array[Pieces.Length], Gen.Char["abcx"].Array[0, 9]).Sample((scores, letters) =>
        {
            var word = new string(letters);
            var ids = Pieces.Index().ToDictionary(piece => piece.Item, piece => piece.Index + 1);
            ids["<unk>"] = 0;
            var model = new UnigramModel(ids, [0, .. scores], unknownId: 0, bytes: null);
            BytePairEncoder? encoder = null;
            var encoded = new List<int>();
            model.Encode(word, ref encoder, encoded);

            Assert.Equal(BestOf(word, scores), ScoreOf(encoded, word, scores), 1e-9);
        });

    [Theory]
    [InlineData("""[["<unk>", 0.0], ["a", -1.0], ["a", -2.0]]""", 0, "twice")]
    [InlineData("""[["<unk>", 0.0]]""", 1, "unk_id is 1")]
    [InlineData("""[]""", 0, "scores")]
    [InlineData("""[["a"]]""", 0, "tokenizer")]
    public void Load_RefusesADamagedModel(string vocabulary, int unknown, string named)
    {
        var json = T5().WithModel("vocab", JsonNode.Parse(vocabulary)).WithModel("unk_id", unknown).With("post_processor",
            null).With("added_tokens", new JsonArray());

        Assert.Contains(named, Assert.Throws<InvalidInputException>(() => json.Load()).Message, StringComparison.Ordinal);
    }

    private static string[] Pieces { get; } = ["a", "b", "c", "ab", "bc", "abc", "aa", "ca", "bca"];

    private static double BestOf(string rest, double[] scores)
    {
        if (rest.Length == 0)
        {
            return 0;
        }

        var known = Pieces.Index().Where(piece => rest.StartsWith(piece.Item, StringComparison.Ordinal)).ToList();
        return known.Count == 0
            ? UnknownScore(scores) + BestOf(rest[1..], scores)
            : known.Max(piece => scores[piece.Index] + BestOf(rest[piece.Item.Length..], scores));
    }

    /// <summary>Only x has no piece, so an unknown token stands for a run of them.</summary>
    private static double ScoreOf(IEnumerable<int> ids, string word, double[] scores)
    {
        var (score, at) = (0.0, 0);
        foreach (var id in ids)
        {
            var length = id == 0 ? word.AsSpan(at).IndexOfAnyExcept('x') is >= 0 and var run ? run : word.Length - at
                : Pieces[id - 1].Length;
            Assert.Equal(id == 0 ? new string('x', length) : Pieces[id - 1], word.Substring(at, length));
            (score, at) = (score + (id == 0 ? length * UnknownScore(scores) : scores[id - 1]), at + length);
        }

        Assert.Equal(word.Length, at);
        return score;
    }

    private static double UnknownScore(double[] scores) => Math.Min(0, scores.Min()) - Penalty;

    private static JsonObject T5()
    {
        var metaspace = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["add_prefix_space"] = true };
        var pieces = new (string, double)[] { ("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("▁", -2), ("a", -1), ("b", -3), ("c", -3),
            ("ab", -3), ("▁ab", -4), ("aa", -2), ("▁a", -9) };
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = null,
            ["pre_tokenizer"] = TinyTokenizer.Sequence("pretokenizers", new JsonObject { ["type"] = "WhitespaceSplit" }, metaspace),
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(
                    new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } },
                    new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = "</s>", ["type_id"] = 0 } }),
                ["special_tokens"] = new JsonObject
                { ["</s>"] = new JsonObject { ["id"] = "</s>", ["ids"] = new JsonArray(1), ["tokens"] = new JsonArray("</s>") } },
            },
            ["decoder"] = metaspace.DeepClone(),
            ["model"] = new JsonObject
            {
                ["type"] = "Unigram",
                ["unk_id"] = 2,
                ["vocab"] = new JsonArray([.. pieces.Select(piece => new JsonArray(piece.Item1, piece.Item2))]),
            },
        }.WithAdded(0, "<pad>", "special").WithAdded(1, "</s>", "special").WithAdded(2, "<unk>", "special");
    }
}
