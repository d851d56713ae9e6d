using System.Text.Json;

namespace Grlm.LanguageModels.Tests;

/// <summary>Rendered conversations equal those of transformers, byte for byte.</summary>
public sealed class ChatTemplateGoldenTests
{
    private static readonly string[] _ownFields = ["role", "content"];

    [Fact]
    public void Render_EqualsTheReference_OnEveryCase()
    {
        foreach (var source in TokenizerGolden.Read("chat_template_cases", "chat_template"))
        {
            var (template, tokenizer) = (ChatTemplate.Load(source.Folder), Tokenizer.Load(source.Folder));
            Assert.All(source.Cases.EnumerateArray(), golden => CheckCase(template, tokenizer, golden));
        }
    }

    private static void CheckCase(ChatTemplate template, Tokenizer tokenizer, JsonElement golden)
    {
        var text = template.Render([.. golden.GetProperty("messages").EnumerateArray().Select(ReadTurn)], new ChatTemplateOptions
        {
            AddGenerationPrompt = golden.GetProperty("add_generation_prompt").GetBoolean(),
            EnableThinking = golden.TryGetProperty("enable_thinking", out var thinking) ? thinking.GetBoolean() : null,
        });
        Assert.Equal(golden.GetProperty("text").GetString(), text);
        if (golden.TryGetProperty("ids", out var ids))
        {
            Assert.Equal(ids.Deserialize<int[]>(), tokenizer.Encode(text));
        }
    }

    private static ChatTurn ReadTurn(JsonElement message)
        => new(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!)
        {
            Fields = message.EnumerateObject().Where(field => !_ownFields.Contains(field.Name)).ToDictionary(field => field.Name,
            field => (object?)field.Value),
        };
}
