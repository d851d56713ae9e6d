using System.Text;
using System.Text.Json;
using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Ids and decoded texts equal those of Hugging Face tokenizers.</summary>
public sealed class TokenizerGoldenTests
{
    [Fact]
    public void EncodeAndDecode_EqualTheReference_OnEveryCase()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var tokenizer = Tokenizer.Load(source.Folder);
            Assert.All(source.Cases.EnumerateArray(), golden => CheckCase(tokenizer, golden));
        }
    }

    [Fact]
    public void StreamingDecoder_EqualsTheReference_OnEveryCase()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var tokenizer = Tokenizer.Load(source.Folder);
            Assert.All(source.Cases.EnumerateArray(), golden =>
            {
                var ids = golden.GetProperty("ids").Deserialize<int[]>()!;
                var decoder = new StreamingDecoder(tokenizer);
                Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(decoder.Add)) + decoder.Finish());
            });
        }
    }

    [Fact]
    public void Encode_OfRandomTexts_DecodesToTheirNormalForm()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var tokenizer = Tokenizer.Load(source.Folder);
            TokenizerTexts.Any.Sample(text =>
            {
                var decoded = tokenizer.Decode(tokenizer.Encode(text));
                Assert.Equal(Nfc.Normalize(Representable(tokenizer, text)), Nfc.Normalize(decoded));
            });
        }
    }

    [Fact]
    public void BytesOf_AllTokensOfAText_AreTheTextInUtf8()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var tokenizer = Tokenizer.Load(source.Folder);
            var ids = tokenizer.Encode("One term, café 𝟘𝐀 한<|im_end|>");
            Assert.Equal("One term, café 𝟘𝐀 한<|im_end|>"u8.ToArray(), ids.SelectMany(id => tokenizer.BytesOf(id).ToArray()));
            Assert.True(tokenizer.IsSpecial(ids[^1]));
            Assert.Equal(tokenizer.EosTokenId, ids[^1]);
        }
    }

    /// <summary>Small vocabularies lack the bytes that no character of their training texts had.</summary>
    private static string Representable(Tokenizer tokenizer, string text)
        => Encoding.UTF8.GetString(
            [.. Encoding.UTF8.GetBytes(text).Where(value => tokenizer.TryGetId(ByteAlphabet.CharacterOf(value).ToString(), out _))]);

    private static void CheckCase(Tokenizer tokenizer, JsonElement golden)
    {
        var ids = tokenizer.Encode(golden.GetProperty("text").GetString());
        Assert.Equal(golden.GetProperty("ids").Deserialize<int[]>(), ids);
        if (golden.TryGetProperty("decoded", out var decoded))
        {
            Assert.Equal(decoded.GetString(), tokenizer.Decode(ids));
        }
    }
}
