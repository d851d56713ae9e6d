using System.Text.Json.Nodes;

namespace Grlm.LanguageModels.Tests;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("aaaaa", "aaaa|a")]
    [InlineData("abab", "ab|ab")]
    [InlineData("aab", "aa|b")]
    [InlineData("xa b", "x|a|Ġ|b")]
    [InlineData("", "")]
    [InlineData("é", "Ã|©")]
    public void Encode_MergesTheLowestRankFirst_AndTheLeftmostOfEqualOnes(string text, string expected)
        => Assert.Equal(expected, TinyTokenizer.Json("a a", "aa aa", "a b").Load().Tokens(text));

    [Fact]
    public void Encode_TakesMergesWrittenAsPairs()
        => Assert.Equal("ab|c", TinyTokenizer.Json("a b").WithModel("merges", new JsonArray(new JsonArray("a", "b"))).Load().Tokens("abc"));

    [Theory]
    [InlineData(false, "ab|cd")]
    [InlineData(true, "abcd")]
    public void Encode_TakesAWholeWordThatIsAToken_OnlyWhereTheFileIgnoresMerges(bool ignoreMerges, string expected)
    {
        var json = TinyTokenizer.Json("a b", "c d").WithModel("ignore_merges", ignoreMerges);
        json["model"]!["vocab"]!.AsObject().Add("abcd", 258);

        Assert.Equal(expected, json.Load().Tokens("abcd"));
    }

    [Theory]
    [InlineData(null, false, "a|c")]
    [InlineData("?", false, "a|?|?|c")]
    [InlineData("?", true, "a|?|c")]
    public void Encode_OfAByteWithoutAToken_GivesTheUnknownTokenOrNothing(string? unknown, bool fuse, string expected)
    {
        var json = TinyTokenizer.Json().WithModel("unk_token", unknown).WithModel("fuse_unk", fuse);
        json["model"]!["vocab"]!.AsObject().Remove("b");

        Assert.Equal(expected, json.Load().Tokens("abbc"));
    }

    [Theory]
    [InlineData("x <m> y", "", "x|Ġ|<m>|Ġ|y")]
    [InlineData("x <m> y", "lstrip", "x|<m>|Ġ|y")]
    [InlineData("x <m> y", "rstrip", "x|Ġ|<m>|y")]
    [InlineData("<m><m>", "lstrip rstrip", "<m>|<m>")]
    [InlineData(" <m> \n <m> ", "lstrip rstrip", "<m>|<m>")]
    [InlineData("x<m>", "single_word", "x|<|m|>")]
    [InlineData("<m>𝟘", "single_word", "<|m|>|ð|Ŀ|Ł|ĺ")]
    [InlineData("-<m>.", "single_word", "-|<m>|.")]
    [InlineData("<m", "", "<|m")]
    public void Encode_FindsAddedTokens_AsTheirFlagsSay(string text, string flags, string expected)
        => Assert.Equal(expected,
            TinyTokenizer.Json().WithAdded(256, "<m>", flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Load().Tokens(text));

    [Fact]
    public void Encode_PrefersTheLongestAddedToken()
        => Assert.Equal("<m><m>|<m>", TinyTokenizer.Json().WithAdded(256, "<m>").WithAdded(257, "<m><m>").Load().Tokens("<m><m><m>"));

    [Theory]
    [InlineData("normalized", "é!")]
    [InlineData("special", "Ã|©|!")]
    public void Encode_LooksForATokenInTheNormalisedText_OnlyIfItIsNormalised(string flag, string expected)
    {
        var json = TinyTokenizer.Json().With("normalizer", new JsonObject { ["type"] = "NFC" }).WithAdded(256, "é!", flag);

        Assert.Equal(expected, json.Load().Tokens("e\u0301!"));
    }

    [Fact]
    public void Encode_AddsTheTemplatesSpecialTokens_OnlyWhenAsked()
    {
        var template = JsonNode.Parse("""
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
             "special_tokens": {"<s>": {"id": "<s>", "ids": [256], "tokens": ["<s>"]}, "</s>": {"id": "</s>", "ids": [257, 257], "tokens": ["</s>"]}}}
            """)!;
        var tokenizer = TinyTokenizer.Json().WithAdded(256, "<s>", "special").WithAdded(257, "</s>", "special")
            .With("post_processor", TinyTokenizer.Sequence("processors", TinyTokenizer.ByteLevel(useRegex: true), template)).Load();

        Assert.Equal("a", tokenizer.Tokens("a"));
        Assert.Equal("<s>|a|</s>|</s>", tokenizer.Tokens("a", addSpecialTokens: true));
        Assert.Equal("a", tokenizer.Decode(tokenizer.Encode("a", addSpecialTokens: true), skipSpecialTokens: true));
    }

    [Fact]
    public void Encode_PutsASpaceBeforeEveryPiece_WhereTheFileAsksForIt()
    {
        var digits = new JsonObject { ["type"] = "Digits", ["individual_digits"] = false };
        var tokenizer = TinyTokenizer.Json()
            .With("pre_tokenizer",
                TinyTokenizer.Sequence("pretokenizers", digits, TinyTokenizer.ByteLevel(useRegex: true, addPrefixSpace: true))).Load();

        Assert.Equal("Ġ|a|Ġ|1|2|Ġ|b", tokenizer.Tokens("a12 b"));
    }

    [Fact]
    public void Encode_NormalisesAsTheFileSays()
    {
        var sequence = TinyTokenizer.Sequence("normalizers", new JsonObject { ["type"] = "NFC" }, new JsonObject { ["type"] = "NFKC" });

        Assert.Equal("1", TinyTokenizer.Json().With("normalizer", sequence).Load().Tokens("①"));
    }

    [Fact]
    public void SpecialTokens_AreThoseOfTheConfiguration()
    {
        var config = new JsonObject { ["bos_token"] = null, ["eos_token"] = "<e>", ["pad_token"] = new JsonObject { ["content"] = "<p>" } };
        var tokenizer = TinyTokenizer.Json().WithAdded(256, "<e>", "special").WithAdded(300, "<p>", "special").Load(config);

        Assert.Equal((null, 256, 300, null), (tokenizer.BosTokenId, tokenizer.EosTokenId, tokenizer.PadTokenId, tokenizer.UnkTokenId));
        Assert.Equal(301, tokenizer.VocabularySize);
        Assert.Null(tokenizer.TokenOf(299));
        Assert.True(tokenizer.BytesOf(299).IsEmpty && tokenizer.BytesOf(-1).IsEmpty && tokenizer.BytesOf(301).IsEmpty);
        Assert.Equal("a", tokenizer.Decode([97, 299, 301, -1]));
        Assert.True(tokenizer.TryGetId("<p>", out var id));
        Assert.Equal(300, id);
    }

    [Fact]
    public void Fingerprint_ChangesWithTheFile()
        => Assert.NotEqual(TinyTokenizer.Json("a b").Load().Fingerprint, TinyTokenizer.Json("a c").Load().Fingerprint);

    [Fact]
    public async Task Encode_GivesTheSameIds_FromManyThreads()
    {
        var tokenizer = TinyTokenizer.Json("a a", "aa aa", "a b").Load();
        var texts = Enumerable.Range(0, 200).Select(number => string.Concat(Enumerable.Repeat("aab ab ", number)) + number).ToArray();
        var expected = texts.Select(text => tokenizer.Tokens(text)).ToArray();
        var fresh = TinyTokenizer.Json("a a", "aa aa", "a b").Load();

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => texts.Select(text => fresh.Tokens(text)).ToArray())));

        Assert.All(runs, run => Assert.Equal(expected, run));
    }
}
