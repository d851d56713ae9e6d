using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A model with random weights and a tokenizer of bytes, in Hugging Face layout: it chats, if only nonsense.</summary>
internal static class TinyChatModel
{
    public const int End = 257;

    /// <summary>The token of a closing bracket with another letter, in models that have one.</summary>
    public const int Merged = 258;

    private const string Template =
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}{% if enable_thinking is defined and enable_thinking " +
        "%}<think>{% endif %}";

    /// <summary>Makes a model.</summary>
    /// <param name="folder">Where its folder goes.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="closing">Text of the token that it most likes to write: one letter, or two, which are a token of their own then; null
    /// for none.</param>
    public static LanguageModel Create(string folder, int seed, string? closing = null)
    {
        var tokenizer = Directory.CreateDirectory(Path.Combine(folder, "tokenizer")).FullName;
        File.WriteAllText(Path.Combine(tokenizer, "tokenizer.json"), TokenizerJson(closing).ToJsonString());
        File.WriteAllText(Path.Combine(tokenizer, "tokenizer_config.json"),
            new JsonObject { ["chat_template"] = Template, ["eos_token"] = "<|im_end|>" }.ToJsonString());
        using (var scope = NewDisposeScope())
        using (var network = RandomNetwork.Create(seed, vocabulary: closing is null ? 258 : 259, maximumPositions: 1_024))
        {
            var weights = network.Weights;
            if (closing is not null)
            {
                Prefer(closing.Length > 1 ? Merged : closing[0], network);
            }

            CheckpointWriter.Save(
                Path.Combine(folder, "tiny"), network.Config,
                [.. weights.Names.Select(name => new KeyValuePair<string, Tensor>(name, weights.Values(name)))],
                StoredType.F32, new GenerationDefaults { EndTokens = [End] }, tokenizer);
        }

        return LanguageModel.Load(Path.Combine(folder, "tiny"),
            new LanguageModelOptions { Device = "cpu", Precision = Precision.Float32, Threads = 1 });
    }

    /// <summary>
    /// Makes a token the likeliest everywhere: its row of the head points where all others' mean does, and a norm of ones never leaves.
    /// </summary>
    private static void Prefer(int token, CausalNetwork network)
    {
        using var guard = no_grad();
        using var norm = network.Weights.Values(LanguageModelTensors.FinalNorm);
        using var head = network.Weights.Values(LanguageModelTensors.Head);
        using var embedding = network.Weights.Values(LanguageModelTensors.Embedding);
        embedding.select(1, 0).fill_(4);
        norm.select(0, 0).fill_(1);
        head.select(1, 0).fill_(0);
        head.select(0, token).select(0, 0).fill_(2);
    }

    private static JsonObject TokenizerJson(string? closing)
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
        {
            vocabulary[$"{ByteAlphabet.CharacterOf((byte)value)}"] = value;
        }

        var merges = new JsonArray();
        if (closing is [var first, var second])
        {
            var (left, right) = (ByteAlphabet.CharacterOf((byte)first), ByteAlphabet.CharacterOf((byte)second));
            vocabulary[$"{left}{right}"] = Merged;
            merges.Add($"{left} {right}");
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(AddedToken(256, "<|im_start|>"), AddedToken(End, "<|im_end|>")),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = merges },
        };
    }

    private static JsonObject ByteLevel()
        => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };

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
