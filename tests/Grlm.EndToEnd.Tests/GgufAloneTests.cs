using Grlm.Torch.Tests;

namespace Grlm.EndToEnd.Tests;

/// <summary>A language model that is one GGUF file, with nothing beside it, from the first word to a recommendation.</summary>
public sealed class GgufAloneTests : IDisposable
{
    private const string File = "alone.gguf";

    private const int Width = 8, HeadWidth = 4, Heads = 2, Inner = 12;

    private const string Template =
        "{% for message in messages %}<s>{{ message['role'] }}:{{ message['content'] }}</s>{% endfor %}" +
            "{% if add_generation_prompt %}<s>assistant:{% endif %}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFileAlone_ChatsAndIsTunedAndTrainsAndRecommends()
    {
        System.IO.File.WriteAllBytes(Path.Combine(_folder.Path, File), Model().ToArray());
        WriteShop();
        await RunAsync("model", "chat", File, "--prompt", "Which mug?", "--maximum-tokens", "3");
        await RunAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt", "-w", "made");
        await RunAsync("embed", "-w", "made");
        await RunAsync("terms", "-w", "made");
        await RunAsync("instruct", "--tasks", "behavior,internalization", "--tokenizer", File, "--maximum-tokens", "2000", "-w", "made");
        await RunAsync("model", "tune", File, "--samples", "made/instructions/train.jsonl", "--out", "tuned", "--steps", "1",
            "--maximum-length", "2000");
        await RunAsync("model", "chat", File, "--adapter", "tuned", "--prompt", "Which mug?", "--maximum-tokens", "3");
        await RunAsync("train", "--base", File, "--steps", "1", "--maximum-length", "2000", "--validation-users", "2",
            "--validation-beams", "2", "-w", "made");
        await RunAsync("rank", "--epochs", "1", "--content-members", "0", "--threads", "1", "-w", "made");
        var answer = await RunAsync("recommend", "--user", "1", "--source", "generator", "-k", "2", "--beams", "4", "-w", "made", "--json");
        Assert.NotEqual(0, answer.Json().GetProperty("items").GetArrayLength());
        Assert.Equal([File], Directory.EnumerateFiles(_folder.Path, "*.gguf").Select(Path.GetFileName));
    }

    /// <summary>A Llama of one layer whose tokens are the bytes, two joined letters, and three signs.</summary>
    private static GgufBuilder Model()
    {
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(TokenOfByte), "mu"];
        var builder = new GgufBuilder().Add("general.architecture", "llama").Add("llama.embedding_length", (uint)Width)
            .Add("llama.feed_forward_length", (uint)Inner).Add("llama.block_count", 1u).Add("llama.attention.head_count", (uint)Heads)
            .Add("llama.attention.head_count_kv", 1u).Add("llama.attention.key_length", (uint)HeadWidth).Add("llama.context_length", 4_096u)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-6f).Add("llama.rope.freq_base", 10_000f)
            .Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "gpt-2").Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.token_type", [.. tokens.Select((_, token) => token < 3 ? 3 : 1)])
            .Add("tokenizer.ggml.merges", ["m u"]).Add("tokenizer.ggml.unknown_token_id", 0u).Add("tokenizer.ggml.bos_token_id", 1u)
            .Add("tokenizer.ggml.eos_token_id", 2u).Add("tokenizer.chat_template", Template);
        var random = new Random(17);
        foreach (var (name, shape) in (IEnumerable<(string, long[])>)[
            ("token_embd", [tokens.Length, Width]), ("output_norm", [Width]), ("blk.0.attn_norm", [Width]), ("blk.0.ffn_norm", [Width]),
            ("blk.0.attn_q", [Heads * HeadWidth, Width]), ("blk.0.attn_k", [HeadWidth, Width]), ("blk.0.attn_v", [HeadWidth, Width]),
            ("blk.0.attn_output", [Width, Heads * HeadWidth]), ("blk.0.ffn_gate", [Inner, Width]), ("blk.0.ffn_up", [Inner, Width]),
            ("blk.0.ffn_down", [Width, Inner])])
        {
            builder.Tensor($"{name}.weight", shape,
                [.. Enumerable.Range(0, (int)shape.Aggregate((all, length) => all * length)).Select(_ => random.NextSingle() - 0.5f)]);
        }

        return builder;
    }

    /// <summary>Byte-level tokenizers write a byte that can't be seen as a letter from 256 on.</summary>
    private static string TokenOfByte(int value)
        => IsSeen(value) ? $"{(char)value}" : $"{(char)(256 + Enumerable.Range(0, value).Count(other => !IsSeen(other)))}";

    private static bool IsSeen(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private void WriteShop()
    {
        string[] kinds = ["mug", "lamp", "soap"], colors = ["blue", "red", "green", "white"];
        _folder.Write("items.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(item =>
            $$"""{"item_id": "i{{item}}", "title": "{{colors[item % 4]}} {{kinds[item % 3]}}", "brand": "Brand{{item % 2}}"}""")));
        _folder.Write("sequences.txt", string.Join('\n', Enumerable.Range(1, 12).Select(user =>
            $"{user} {string.Join(' ', Enumerable.Range(0, 5).Select(step => $"i{(user + (step * 5)) % 12}"))}")));
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Messages}");
        return result;
    }
}
