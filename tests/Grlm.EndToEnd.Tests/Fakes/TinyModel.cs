using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Grlm.EndToEnd.Tests;

/// <summary>A language model in Hugging Face layout, too small to say anything.</summary>
internal static class TinyModel
{
    private const int Width = 8;
    private const int Inner = 12;
    private const int Vocabulary = 10;

    private static readonly (string Name, int[] Shape)[] _tensors =
    [
        ("model.embed_tokens.weight", [Vocabulary, Width]),
        ("model.layers.0.input_layernorm.weight", [Width]),
        ("model.layers.0.self_attn.q_proj.weight", [Width, Width]),
        ("model.layers.0.self_attn.k_proj.weight", [Width / 2, Width]),
        ("model.layers.0.self_attn.v_proj.weight", [Width / 2, Width]),
        ("model.layers.0.self_attn.o_proj.weight", [Width, Width]),
        ("model.layers.0.post_attention_layernorm.weight", [Width]),
        ("model.layers.0.mlp.gate_proj.weight", [Inner, Width]),
        ("model.layers.0.mlp.up_proj.weight", [Inner, Width]),
        ("model.layers.0.mlp.down_proj.weight", [Width, Inner]),
        ("model.norm.weight", [Width]),
    ];

    /// <summary>How many numbers it has.</summary>
    public static int Parameters { get; } = _tensors.Sum(tensor => Count(tensor.Shape));

    /// <summary>Writes it into a folder; its numbers count up from zero.</summary>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), """
            {
              "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 10, "hidden_size": 8, "intermediate_size": 12,
              "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 64, "rms_norm_eps": 1e-5,
              "rope_theta": 10000.0, "tie_word_embeddings": true, "torch_dtype": "float32", "eos_token_id": 2
            }
            """);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"chat_template": "{{ messages }}"}""");
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), Weights());
        return folder;
    }

    private static byte[] Weights()
    {
        var header = new JsonObject();
        var numbers = new List<byte>();
        foreach (var (name, shape) in _tensors)
        {
            var begin = numbers.Count;
            numbers.AddRange(Enumerable.Range(0, Count(shape)).SelectMany(place => BitConverter.GetBytes((float)place)));
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(begin, numbers.Count),
            };
        }

        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. numbers];
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, length) => product * length);
}
