using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TorchChatClientTests : IDisposable
{
    private static readonly ChatMessage[] _hello = [new(ChatRole.User, "Hello")];

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;
    private readonly TorchChatClient _client;

    public TorchChatClientTests()
    {
        _model = TinyChatModel.Create(_folder.Root, seed: 6);
        _client = new TorchChatClient(_model, new TextGenerationOptions { MaximumNewTokens = 40 });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task GetResponse_IsWhatTheTokensOfTheRenderedConversationGive()
    {
        var prompt = _model.Tokenizer.Encode("<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n");
        var expected = new TokenGeneration(_model.Network)
            .Generate([new(prompt, new TextGenerationOptions { MaximumNewTokens = 40 }, [TinyChatModel.End])], CancellationToken.None)[0];

        var response = await _client.GetResponseAsync(_hello, cancellationToken: Cancel);

        Assert.Equal(_model.Tokenizer.Decode(expected.Written, skipSpecialTokens: true), response.Text);
        Assert.Equal(expected.Stop == StopReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((prompt.Length, expected.Written.Length), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal("tiny", response.ModelId);
    }

    [Fact]
    public async Task Stream_IsTheWholeAnswerInPieces_DrawnAndWithStops()
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var options = new ChatOptions { Temperature = 1.5f, Seed = seed, MaxOutputTokens = 60, StopSequences = ["e", "0q"] };
            var whole = await _client.GetResponseAsync(_hello, options, Cancel);
            var streamed = await _client.GetStreamingResponseAsync(_hello, options, Cancel).ToChatResponseAsync(Cancel);

            Assert.Equal(whole.Text, streamed.Text);
            Assert.Equal(whole.FinishReason, streamed.FinishReason);
            Assert.Equal(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
            Assert.DoesNotContain("e", whole.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stream_GivesWholeCharactersOnly()
    {
        var options = new ChatOptions
        {
            Temperature = 3,
            Seed = 3,
            MaxOutputTokens = 200,
            AdditionalProperties = new() { [TorchChatProperties.TermCount] = 2 }
        };

        List<string> pieces = [];
        await foreach (var update in _client.GetStreamingResponseAsync(_hello, options, Cancel))
        {
            pieces.Add(update.Text);
        }

        Assert.True(pieces.Count > 2);
        Assert.DoesNotContain(pieces,
            piece => piece.Contains('\uFFFD', StringComparison.Ordinal)
                || (piece.Length > 0 && (char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]))));
    }

    [Fact]
    public async Task Schema_OfAListOfTexts_IsFulfilled()
    {
        const string Array = """{"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 3}""";
        var list = new ChatOptions
        {
            MaxOutputTokens = 600,
            Temperature = 2,
            Seed = 1,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Array))
        };
        var inObject = list.Clone();
        inObject.ResponseFormat =
            ChatResponseFormat.ForJsonSchema(JsonElement.Parse($$$"""{"type": "object", "properties": {"terms": {{{Array}}} }}"""));

        var terms = JsonSerializer.Deserialize<string[]>((await _client.GetResponseAsync(_hello, list, Cancel)).Text)!;
        var property = JsonElement.Parse((await _client.GetResponseAsync(_hello, inObject, Cancel)).Text).GetProperty("terms");

        Assert.Equal(3, terms.Distinct().Count());
        Assert.Equal(3, property.GetArrayLength());
        Assert.All(terms, term => Assert.True(TermNormalForm.TryNormalize(term, out var normal) && normal == term, term));
    }

    [Fact]
    public async Task Beams_GiveTheBestSequence()
    {
        var prompt = _model.Tokenizer.Encode("<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n<think>");
        var settings = new BeamSearchSettings { Beams = 3, MaximumNewTokens = 5, EndTokens = [TinyChatModel.End] };
        var best = new BeamSearch(_model.Network).Search([prompt], null, settings, CancellationToken.None)[0][0];
        var options = new ChatOptions
        {
            MaxOutputTokens = 5,
            AdditionalProperties = new() { [TorchChatProperties.Beams] = 3, [TorchChatProperties.EnableThinking] = true }
        };

        var response = await _client.GetResponseAsync(_hello, options, Cancel);

        Assert.Equal(_model.Tokenizer.Decode(best.Tokens, skipSpecialTokens: true), response.Text);
    }

    [Fact]
    public async Task Requests_AtTheSameTime_GiveWhatTheyGiveAlone()
    {
        ChatMessage[][] conversations =
            [.. Enumerable.Range(0,
                6).Select(number => (ChatMessage[])[new(ChatRole.System, "Be brief."), new(ChatRole.User, $"Question {number}")])];
        var alone = new List<string>();
        foreach (var conversation in conversations)
        {
            alone.Add((await _client.GetResponseAsync(conversation, cancellationToken: Cancel)).Text);
        }

        var together = await Task.WhenAll(
            conversations.Select(conversation => Task.Run(() => _client.GetResponseAsync(conversation, cancellationToken: Cancel))));

        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task Stream_ThatNobodyReadsOn_FreesTheModel()
    {
        await foreach (var _ in _client.GetStreamingResponseAsync(_hello, new ChatOptions { MaxOutputTokens = 900 }, Cancel))
        {
            break;
        }

        Assert.NotNull(await _client.GetResponseAsync(_hello, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Stream_StopsWhenAskedTo_AndTheClientGoesOn()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _client.GetStreamingResponseAsync(_hello, new ChatOptions { MaxOutputTokens = 900 }, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.NotNull(await _client.GetResponseAsync(_hello, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Requests_ThatCannotBeMet_AreRefused()
    {
        ChatOptions[] wrong =
        [
            new() { Temperature = -1 }, new() { ResponseFormat = ChatResponseFormat.Json },
            new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, default)] },
            new() { AdditionalProperties = new() { [TorchChatProperties.Beams] = "many" } },
            new() { AdditionalProperties = new() { [TorchChatProperties.TermCount] = 99 } },
            new() { Temperature = 1, AdditionalProperties = new() { [TorchChatProperties.Beams] = 4 } },
        ];
        foreach (var options in wrong)
        {
            await Assert.ThrowsAsync<InvalidOptionsException>(() => _client.GetResponseAsync(_hello, options, Cancel));
        }

        await Assert.ThrowsAsync<InvalidInputException>(() => _client.GetResponseAsync([], cancellationToken: Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            () => _client.GetResponseAsync(new ChatMessage(ChatRole.User, new string('x', 2_000)), cancellationToken: Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            () => _client.GetResponseAsync(new ChatMessage(ChatRole.User, [new UriContent("http://x/y.png", "image/png")]),
                cancellationToken: Cancel));
    }

    [Fact]
    public void GetService_FindsTheModelAndWhatDescribesIt()
    {
        Assert.Same(_model, _client.GetService(typeof(LanguageModel)));
        Assert.Same(_client, _client.GetService(typeof(IChatClient)));
        Assert.Equal("tiny", ((ChatClientMetadata)_client.GetService(typeof(ChatClientMetadata))!).DefaultModelId);
        Assert.Null(_client.GetService(typeof(LanguageModel), "other"));
    }
}
