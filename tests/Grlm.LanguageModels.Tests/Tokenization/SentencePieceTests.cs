using System.Text.Json.Nodes;
using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Byte-pair encoding over characters, as the tokenizers of Llama 2, Gemma and Phi-3 have it.</summary>
public sealed class SentencePieceTests
{
    private static readonly string[] _merges = ["a b", "▁ a", "▁ ab", "ab c", "▁ ▁"];

    [Theory]
    [InlineData("", "")]
    [InlineData("ab", "▁ab")]
    [InlineData("ab ab", "▁ab|▁ab")]
    [InlineData("a  abc", "▁a|▁|▁ab|c")]
    [InlineData("é", "▁|<0xC3>|<0xA9>")]
    [InlineData("a\n𝟘", "▁a|<0x0A>|<0xF0>|<0x9D>|<0x9F>|<0x98>")]
    [InlineData("b<s>a", "▁|b|<s>|▁a")]
    public void Encode_OfLlama2_WritesSpacesAsMarksAndTheUnknownAsBytes(string text, string tokens)
        => Assert.Equal(tokens, Llama2().Load().Tokens(text));

    [Fact]
    public void Decode_OfLlama2_IsTheTextThatWasEncoded()
    {
        var tokenizer = Llama2().Load();
        TokenizerTexts.Any.Sample(text =>
        {
            var ids = tokenizer.Encode(text);
            var decoder = new StreamingDecoder(tokenizer);
            Assert.Equal(WellFormed(text).Replace('▁', ' '), tokenizer.Decode(ids));
            Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(decoder.Add)) + decoder.Finish());
        });
    }

    [Theory]
    [InlineData(true, "▁|<unk>|a")]
    [InlineData(false, "▁|<unk>|<unk>|a")]
    public void WithoutBytes_WhatIsUnknownIsOneToken_WhereItIsFused(bool fuses, string tokens)
        => Assert.Equal(tokens, Llama2().WithModel("byte_fallback", false).WithModel("fuse_unk", fuses).Load().Tokens("éxa"));

    [Theory]
    [InlineData("a ab", "a|▁ab")]
    [InlineData(" ab", "▁ab")]
    public void Encode_OfGemma_PutsNoSpaceBeforeAText(string text, string tokens)
    {
        var tokenizer = Llama2().With("normalizer", Replace(" ", "▁"))
            .With("pre_tokenizer",
                new JsonObject
                {
                    ["type"] = "Split",
                    ["pattern"] = new JsonObject { ["String"] = " " },
                    ["behavior"] = "MergedWithPrevious",
                    ["invert"] = false
                })
            .With("decoder", TinyTokenizer.Sequence("decoders", Replace("▁", " "), Kind("ByteFallback"), Kind("Fuse"))).Load();

        Assert.Equal(tokens, tokenizer.Tokens(text));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Theory]
    [InlineData("always", "ab ab", "▁ab|▁ab")]
    [InlineData("always", "ab<s>ab", "▁ab|<s>|▁ab")]
    [InlineData("first", "ab<s>ab", "▁ab|<s>|ab")]
    [InlineData("first", "<s>ab", "<s>|ab")]
    [InlineData("never", "ab ab", "ab|▁ab")]
    public void Metaspace_PutsAMarkWhereItsSchemeSays(string scheme, string text, string tokens)
    {
        var metaspace = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = scheme, ["split"] = true };
        var tokenizer = Llama2().With("normalizer", null).With("pre_tokenizer", metaspace).With("decoder", metaspace.DeepClone()).Load();

        Assert.Equal(tokens, tokenizer.Tokens(text));
        Assert.Equal("ab ab", tokenizer.Decode(tokenizer.Encode("ab ab")));
    }

    [Theory]
    [InlineData("""{"type": "Lowercase"}""", "İÀΣ", "i\u0307àσ")]
    [InlineData("""{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}]}""", "Élan", "Elan")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "$1"}""", "a   b", "a$1b")]
    [InlineData("""{"type": "Strip", "strip_left": true, "strip_right": false}""", " a ", "a ")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "", "")]
    public void Normalizers_DoWhatTheirNamesSay(string json, string text, string expected)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);

        Assert.Equal(expected, TextNormalizers.Read("file", document.RootElement).Aggregate(text, (done, step) => step(done)));
    }

    [Fact]
    public void APrecompiledTable_ReplacesWhatItsTrieHolds()
    {
        // One key, "A": the root leads to 256 ^ 'A', whose leaf is the next unit and says that the text begins at 1.
        var units = new uint[323];
        (units[0], units['A' ^ 256], units[322]) = (256 << 10, (3 << 10) | (1 << 8) | 'A', 0x8000_0001);
        byte[] table = [.. BitConverter.GetBytes(units.Length * sizeof(uint)), .. units.SelectMany(BitConverter.GetBytes), .. "\0one\0"u8];

        Assert.Equal("xone𝟘oneé", PrecompiledMap.Read("file", table).Normalize("xA𝟘Aé"));
        Assert.Throws<InvalidInputException>(() => PrecompiledMap.Read("file", table[..100]));
    }

    [Fact]
    public void ADamagedPrecompiledTable_NeverLeadsOutOfIt()
        => Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            byte[] table = [.. BitConverter.GetBytes(bytes.Length / 8 * 4), .. bytes];
            try
            {
                PrecompiledMap.Read("file", table).Normalize("abc é 한 𝟘");
            }
            catch (InvalidInputException)
            {
                // refused, as it should be
            }
        });

    /// <summary>A <c>tokenizer.json</c> as that of Llama 2, with few pieces.</summary>
    internal static JsonObject Llama2()
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (var value = 0; value < 256; value++)
        {
            vocabulary[$"<0x{value:X2}>"] = value + 3;
        }

        foreach (var piece in (string[])["▁", "a", "b", "c", .. _merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal))])
        {
            vocabulary[piece] = vocabulary.Count;
        }

        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = TinyTokenizer.Sequence("normalizers", new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" },
                Replace(" ", "▁")),
            ["pre_tokenizer"] = null,
            ["post_processor"] = null,
            ["decoder"] = TinyTokenizer.Sequence(
                "decoders", Replace("▁", " "), Kind("ByteFallback"), Kind("Fuse"),
                new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 }),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. _merges.Select(merge => JsonValue.Create(merge))]),
            },
        }.WithAdded(0, "<unk>", "special").WithAdded(1, "<s>", "special").WithAdded(2, "</s>", "special");
    }

    private static JsonObject Replace(string written, string content)
        => new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = written }, ["content"] = content };

    private static JsonObject Kind(string type) => new() { ["type"] = type };

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
