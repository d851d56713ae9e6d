using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A model with random weights and a tokenizer of bytes, in Hugging Face layout: it chats, if only nonsense.</summary>
internal static class TinyChatModel
{
    public const int End = 257;

    private const string Template =
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}{% if enable_thinking is defined and enable_thinking %}<think>{% endif %}";

    public static LanguageModel Create(string folder, int seed)
    {
        var tokenizer = Directory.CreateDirectory(Path.Combine(folder, "tokenizer")).FullName;
        File.WriteAllText(Path.Combine(tokenizer, "tokenizer.json"), TokenizerJson().ToJsonString());
        File.WriteAllText(Path.Combine(tokenizer, "tokenizer_config.json"), new JsonObject { ["chat_template"] = Template, ["eos_token"] = "<|im_end|>" }.ToJsonString());
        using (var scope = NewDisposeScope())
        using (var network = RandomNetwork.Create(seed, vocabulary: 258, maximumPositions: 1_024))
        {
            var weights = network.Weights;
            ModelCheckpoint.Save(
                Path.Combine(folder, "tiny"), network.Config, [.. weights.Names.Select(name => new KeyValuePair<string, Tensor>(name, weights.Values(name)))],
                StoredType.F32, new GenerationDefaults { EndTokens = [End] }, tokenizer);
        }

        return LanguageModel.Load(Path.Combine(folder, "tiny"), new LanguageModelOptions { Device = "cpu", Precision = Precision.Float32, Threads = 1 });
    }

    private static JsonObject TokenizerJson()
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
        {
            vocabulary[$"{ByteAlphabet.CharacterOf((byte)value)}"] = value;
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(AddedToken(256, "<|im_start|>"), AddedToken(End, "<|im_end|>")),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        };
    }

    private static JsonObject ByteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };

    private static JsonObject AddedToken(int id, string content) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };
}
