using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>A GGUF file with nothing beside it is a whole model: tokenizer, chat template and special tokens are in its metadata.</summary>
public sealed class GgufTokenizerTests : IDisposable
{
    private const string Template =
        "{% for message in messages %}<s>{{ message['role'] }}:{{ message['content'] }}</s>{% endfor %}{% if add_generation_prompt " +
            "%}<s>assistant:{% endif %}";

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.PathOf("alone.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Encode_GivesTheIdsOfTheTokenizerJsonOfTheSameModel_OnEveryGoldenText()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var alone = Alone(source.Folder);
            Assert.Equal(Tokenizer.Load(source.Folder).EosTokenId, alone.EosTokenId);
            Assert.All(source.Cases.EnumerateArray(), golden =>
            {
                var ids = golden.GetProperty("ids").Deserialize<int[]>();
                Assert.Equal(ids, alone.Encode(golden.GetProperty("text").GetString()));
            });
        }
    }

    [Fact]
    public void Encode_OfRandomTexts_GivesTheIdsOfTheTokenizerJsonOfTheSameModel()
    {
        foreach (var source in TokenizerGolden.Read("tokenizer_cases", "tokenizer"))
        {
            var (alone, beside) = (Alone(source.Folder), Tokenizer.Load(source.Folder));
            CsCheck.Check.Sample(TokenizerTexts.Any, text => Assert.Equal(beside.Encode(text), alone.Encode(text)), iter: 200);
        }
    }

    [Fact]
    public void ACopyOfTheTexts_LoadsAsTheSameTokenizerAndTemplate()
    {
        WriteModel();
        var copy = Directory.CreateDirectory(_folder.PathOf("copy")).FullName;

        ModelTexts.Of(File).CopyTo(copy);

        var (alone, copied) = (Tokenizer.Load(File), Tokenizer.Load(copy));
        Assert.Equal(alone.Fingerprint, copied.Fingerprint);
        Assert.Equal((1, 8, 0), (copied.BosTokenId, copied.EosTokenId, copied.UnkTokenId));
        Assert.Equal("abab", copied.Tokens("abab"));
        Assert.Equal("<s>user:ab</s>", ChatTemplate.Load(copy).Render([new("user", "ab")]));
        Assert.Equal(ChatTemplate.Load(File).Render([new("user", "ab")]), ChatTemplate.Load(copy).Render([new("user", "ab")]));
    }

    [Fact]
    public async Task Identity_IsThatOfTheCopy()
    {
        WriteModel();
        var copy = Directory.CreateDirectory(_folder.PathOf("copy")).FullName;
        ModelTexts.Of(File).CopyTo(copy);

        var identity = await ModelTexts.Of(File).IdentifyAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await TokenizerIdentity.OfAsync(copy, TestContext.Current.CancellationToken), identity);
        Assert.NotNull(identity.Template);
        Assert.Equal(identity, ConversationTokens.Load(File).Identity);
        Assert.Equal(identity, ConversationTokens.Load(copy).Identity);
        Assert.Equal([File], TokenizerIdentity.FilesOf(File));
        Assert.Equal([File], TokenizerIdentity.FilesOf(_folder.Root));
        Assert.Equal(Path.Combine(copy, "tokenizer.json"), TokenizerIdentity.FilesOf(copy)[0]);
    }

    [Fact]
    public void AFolderWithNothingElse_IsTheSame()
    {
        WriteModel();

        Assert.Equal(Tokenizer.Load(File).Fingerprint, Tokenizer.Load(_folder.Root).Fingerprint);
        var information = ModelInformation.Read(_folder.Root);
        Assert.True(information.HasTokenizer);
        Assert.True(information.HasChatTemplate);
    }

    [Fact]
    public async Task Convert_WritesTheTokenizerBesideTheWeights()
    {
        WriteModel();
        var converted = _folder.PathOf("converted");

        await ModelConversion.RunAsync(File, converted, new ModelConvertOptions(),
            overwrite: false, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Tokenizer.Load(File).Fingerprint, Tokenizer.Load(converted).Fingerprint);
        Assert.True(ModelInformation.Read(converted).HasChatTemplate);
    }

    [Fact]
    public void FilesBesideIt_ComeFirst()
    {
        WriteModel();
        System.IO.File.WriteAllText(_folder.PathOf("tokenizer.json"),
            TinyTokenizer.Json("a b").WithAdded(1000, "<s>").WithAdded(1001, "</s>").WithAdded(1002, "<unk>").ToJsonString());

        Assert.Equal("ab|ab", Tokenizer.Load(File).Tokens("abab"));
        Assert.Equal(1001, Tokenizer.Load(File).EosTokenId);
    }

    [Theory]
    [InlineData("gpt-2", "ab| c| 123| !|\n", "ab c 123 !\n")]
    [InlineData("smollm", "a|1|2|3|4| b", "a1234 b")]
    [InlineData("llama-bpe", "a|123|4| b", "a1234 b")]
    [InlineData("qwen2", "a|1|2|3|4| b", "a1234 b")]
    [InlineData("default", "a|123|4|!!?|b", "a1234!!?b")]
    public void Of_CutsAsTheModelsOfThatNameDo(string name, string cut, string text)
    {
        var steps = GgufPreTokenizer.Of(Metadata(("tokenizer.ggml.pre", name)), File).Sections;
        using var document = JsonDocument.Parse(steps.ToJsonString());
        var words = new List<string>();

        TokenizerSteps.ReadPreTokenization(File, document.RootElement).ForEachWord(text, word => words.Add(word.ToString()));

        Assert.Equal(cut, string.Join('|', words));
    }

    [Theory]
    [InlineData("qwen3", "NFC")]
    [InlineData("llama", null)]
    public void WithoutAName_FilesCutAsTheirFamilyDoes(string family, string? normalizer)
        => Assert.Equal(normalizer, (string?)GgufPreTokenizer.Of(Metadata(("general.architecture", family)), File).Normalizer?["type"]);

    [Theory]
    [InlineData("tokenizer.ggml.pre", "tomorrow-bpe")]
    [InlineData("tokenizer.ggml.model", "rwkv")]
    public void WhatIsNotKnown_IsRefusedByName(string key, string value)
    {
        WriteModel(builder => builder.Add(key, value), except: key);

        var error = Assert.Throws<InvalidInputException>(() => Tokenizer.Load(File));

        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SpecialTokensAroundAText_AreThoseThatTheFileAsksFor()
    {
        WriteModel(builder => builder.Add("tokenizer.ggml.add_bos_token", true).Add("tokenizer.ggml.add_eos_token", true));

        Assert.Equal("<s>|ab|</s>", Tokenizer.Load(File).Tokens("ab", addSpecialTokens: true));
        Assert.Equal("ab", Tokenizer.Load(File).Tokens("ab"));
    }

    [Fact]
    public void ATokenThatEndsATurn_EndsAnAnswer_ThoughTheFileNamesAnother()
    {
        WriteModel(
            builder => builder.Add("tokenizer.ggml.tokens", ["<unk>", "<s>", "<|im_end|>", "a", "b", "ab", "abab", "x", "</s>", "y"]),
            except: "tokenizer.ggml.tokens");

        using var checkpoint = ModelCheckpoint.Open(File);

        Assert.Equal([8, 9, 2], checkpoint.GenerationDefaults.EndTokens);
    }

    [Fact]
    public void WithoutATokenizer_ItIsMissed()
    {
        System.IO.File.WriteAllBytes(File, new GgufBuilder().Model("llama", Zeros).ToArray());

        Assert.False(ModelInformation.Read(File).HasTokenizer);
        Assert.Throws<MissingPrerequisiteException>(() => Tokenizer.Load(File));
    }

    private static GgufMetadata Metadata(params (string Key, string Value)[] pairs)
        => new(pairs.ToDictionary(pair => pair.Key, pair => (object)pair.Value), "some.gguf");

    private static float[] Zeros(string name, long[] shape) => new float[TensorShape.TryCount(shape, out var count) ? count : 0];

    /// <summary>A model of ten tokens whose tokenizer joins a and b, and two of those.</summary>
    private void WriteModel(Action<GgufBuilder>? add = null, string? except = null)
    {
        var builder = new GgufBuilder().Model("llama", Zeros);
        Add("tokenizer.ggml.model", () => builder.Add("tokenizer.ggml.model", "gpt2"));
        Add("tokenizer.ggml.pre", () => builder.Add("tokenizer.ggml.pre", "gpt-2"));
        Add("tokenizer.ggml.tokens",
            () => builder.Add("tokenizer.ggml.tokens", ["<unk>", "<s>", "<pad>", "a", "b", "ab", "abab", "x", "</s>", "y"]));
        builder.Add("tokenizer.ggml.token_type", [3, 3, 3, 1, 1, 1, 1, 1, 3, 1]).Add("tokenizer.ggml.merges", ["a b", "ab ab"])
            .Add("tokenizer.ggml.unknown_token_id", 0u).Add("tokenizer.chat_template", Template);
        add?.Invoke(builder);
        System.IO.File.WriteAllBytes(File, builder.ToArray());

        void Add(string key, Action write)
        {
            if (key != except)
            {
                write();
            }
        }
    }

    /// <summary>
    /// The model's tokenizer from a GGUF file alone: its own, or one made of its <c>tokenizer.json</c> as llama.cpp's converter does.
    /// </summary>
    private Tokenizer Alone(string model)
    {
        var path = _folder.PathOf(Path.GetFileName(model) + ".gguf");
        if (Directory.GetFiles(model, "*.gguf") is [var own])
        {
            System.IO.File.Delete(path);
            System.IO.File.CreateSymbolicLink(path, own);
        }
        else
        {
            System.IO.File.WriteAllBytes(path, ConvertTokenizer(model).ToArray());
        }

        return Tokenizer.Load(path);
    }

    private static GgufBuilder ConvertTokenizer(string folder)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, "tokenizer.json")));
        var config = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")))!;
        var (model, added) = (document.RootElement.GetProperty("model"),
            document.RootElement.GetProperty("added_tokens").EnumerateArray().ToList());
        var vocabulary = model.GetProperty("vocab").EnumerateObject()
            .Select(token => (Text: token.Name, Id: token.Value.GetInt32(), Kind: 1))
            .Concat(
                added.Select(
                    token => (Text: token.GetProperty("content").GetString()!, Id: token.GetProperty("id").GetInt32(),
                        Kind: token.GetProperty("special").GetBoolean() ? 3 : 4)))
            .ToLookup(token => token.Id);
        var size = vocabulary.Max(token => token.Key) + 200;
        var tokens = Enumerable.Range(0, size).Select(id => vocabulary[id].LastOrDefault((Text: $"[PAD{id}]", Id: id, Kind: 5))).ToArray();
        var merges = model.GetProperty("merges").EnumerateArray()
            .Select(merge => merge.ValueKind == JsonValueKind.Array ? $"{merge[0]} {merge[1]}" : merge.GetString()!);
        return new GgufBuilder().Add("general.architecture", "qwen3").Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "qwen2")
            .Add("tokenizer.ggml.tokens", [.. tokens.Select(token => token.Text)]).Add("tokenizer.ggml.token_type",
                [.. tokens.Select(token => token.Kind)])
            .Add("tokenizer.ggml.merges", [.. merges])
            .Add("tokenizer.ggml.eos_token_id", (uint)tokens.Single(token => token.Text == (string?)config["eos_token"]).Id);
    }
}
