using CsCheck;

namespace Grlm.LanguageModels.Tests;

public sealed class StreamingDecoderTests
{
    private static readonly Tokenizer _bytes = TinyTokenizer.Json().WithAdded(256, "<e>", "special").Load();

    [Fact]
    public void Add_HoldsACharacterBackUntilItIsWhole()
    {
        var decoder = new StreamingDecoder(_bytes);

        Assert.Equal(["", "é", "", "", "", "😀", "x"], new[] { 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80, 'x' }.Select(decoder.Add));
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void Finish_GivesAReplacementForAnUnfinishedCharacter()
    {
        var decoder = new StreamingDecoder(_bytes);

        Assert.Equal("", decoder.Add(0xF0));
        Assert.Equal("\uFFFD", decoder.Finish());
    }

    [Fact]
    public void Parts_TogetherAreTheWholeDecoded_ForAnyBytes()
        => Gen.Select(Gen.OneOf(Gen.Int[0, 260], Gen.Int[0x80, 0xF5]).Array[0, 30], Gen.Bool).Sample((ids, skipSpecialTokens) =>
        {
            var decoder = new StreamingDecoder(_bytes, skipSpecialTokens);
            List<string> parts = [.. ids.Select(decoder.Add)];
            parts.Add(decoder.Finish());

            Assert.Equal(_bytes.Decode(ids, skipSpecialTokens), string.Concat(parts));
            Assert.All(parts, part => Assert.Equal(TokenizerTexts.WellFormed(part), part));
        });

    [Fact]
    public void Encode_OfRandomTexts_DecodesToThem()
        => TokenizerTexts.Any.Sample(text => Assert.Equal(TokenizerTexts.WellFormed(text), _bytes.Decode(_bytes.Encode(text))));
}
