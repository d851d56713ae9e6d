using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

public sealed class LastTokenEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;
    private readonly LastTokenEncoder _encoder;

    public LastTokenEncoderTests()
    {
        _model = TinyChatModel.Create(_folder.Root, seed: 5);
        _encoder = new LastTokenEncoder(_model);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Encode_GivesTheLastTokensState_WhateverElseIsInTheBatch()
    {
        string[] texts = ["Folding mirror", "Soap", "Black soap with olive oil, 200 g"];
        var together = _encoder.Encode(texts);
        for (var text = 0; text < texts.Length; text++)
        {
            AssertClose(LastState(_model.Tokenizer.Encode(texts[text])), together[text]);
            AssertClose(together[text], _encoder.Encode([texts[text]])[0]);
        }

        Assert.Empty(_encoder.Encode([]));
    }

    [Fact]
    public void Encode_ReadsTheBeginningOfATextThatIsTooLong()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(number => $"{number} "));
        var ids = _model.Tokenizer.Encode(text);
        Assert.True(ids.Length > LastTokenEncoder.MaximumLength);
        AssertClose(LastState(ids[..LastTokenEncoder.MaximumLength]), _encoder.Encode([text])[0]);
    }

    [Fact]
    public void Encode_LeavesNoTensor()
    {
        _encoder.Encode(["Mirror"]);
        var before = LiveTensors.Count();
        for (var call = 0; call < 50; call++)
        {
            _encoder.Encode(["Mirror", "Soap dish"]);
        }

        LiveTensors.AssertCount(before);
    }

    [Fact]
    public async Task Generate_MayBeCalledFromSeveralThreads()
    {
        string[] texts = ["Mirror", "Soap", "Comb"];
        var expected = _encoder.Encode(texts);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _encoder.GenerateAsync(texts)));
        Assert.All(answers, answer => Assert.Equal(expected, answer.Select(embedding => embedding.Vector.ToArray())));
    }

    [Fact]
    public void Provider_AsksForAModel_AndNamesItsFiles()
    {
        var provider = new TorchEmbeddingProvider();
        Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions()));
        Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions { Model = "x", Endpoint = "http://localhost" }));
        Assert.Throws<MissingPrerequisiteException>(() => provider.FilesOf(new EmbedOptions { Model = "no-where/at-all" }));
        Assert.Contains(
            provider.FilesOf(new EmbedOptions { Model = _model.Folder }), file => Path.GetFileName(file) == "model.safetensors");
    }

    private float[] LastState(int[] ids)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var hidden = _model.Network.Forward(TokenBatch.Padded([ids], PaddingSide.Left)); // [1, tokens, hidden]
        return MemoryMarshal.Cast<byte, float>(hidden.select(1, ids.Length - 1).contiguous().bytes).ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }
}
