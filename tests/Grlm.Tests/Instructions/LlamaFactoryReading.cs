using System.Text.Json;

namespace Grlm.Tests;

/// <summary>What LLaMA-Factory asks of a dataset's description and of its samples, as the README of its data folder says.</summary>
internal static class LlamaFactoryReading
{
    private static readonly string[] _descriptionFields =
        ["hf_hub_url", "ms_hub_url", "script_url", "file_name", "formatting", "ranking", "subset", "folder", "num_samples",
            "columns", "tags"];

    private static readonly string[] _columns =
        ["prompt", "query", "response", "history", "messages", "system", "tools", "images", "chosen", "rejected", "kto_tag"];

    private static readonly string[] _tags =
        ["role_tag", "content_tag", "user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag"];

    /// <summary>Checks a description, and a sample by it.</summary>
    public static void Check(string name, JsonElement description, JsonElement sample)
    {
        Assert.Matches("^[a-z_]+$", name);
        Assert.Subset(_descriptionFields.ToHashSet(), Names(description));
        Assert.EndsWith(".jsonl", description.GetProperty("file_name").GetString(), StringComparison.Ordinal);
        var columns = description.GetProperty("columns");
        Assert.Subset(_columns.ToHashSet(), Names(columns));
        if (Text(description, "formatting", "alpaca") == "alpaca")
        {
            Assert.NotEmpty(sample.GetProperty(Text(columns, "prompt", "instruction")).GetString()!);
            Assert.NotEmpty(sample.GetProperty(Text(columns, "response", "output")).GetString()!);
            Assert.Equal(JsonValueKind.String, sample.GetProperty(Text(columns, "query", "input")).ValueKind);
            Assert.Equal(JsonValueKind.String, sample.GetProperty(Text(columns, "system", "")).ValueKind);
            return;
        }

        Assert.Equal("sharegpt", Text(description, "formatting", "alpaca"));
        var tags = description.TryGetProperty("tags", out var given) ? given : default;
        Assert.Subset(_tags.ToHashSet(), tags.ValueKind == JsonValueKind.Undefined ? [] : Names(tags));
        var speakers = sample.GetProperty(Text(columns, "messages", "conversations")).EnumerateArray().Select(message =>
        {
            Assert.NotEmpty(message.GetProperty(Text(tags, "content_tag", "value")).GetString()!);
            return message.GetProperty(Text(tags, "role_tag", "from")).GetString()!;
        }).ToList();

        // A first message may be the system's; the user then speaks in odd places, the assistant in even ones.
        if (speakers[0] == Text(tags, "system_tag", "system"))
        {
            speakers.RemoveAt(0);
        }

        Assert.Equal([Text(tags, "user_tag", "human"), Text(tags, "assistant_tag", "gpt")], speakers);
    }

    private static HashSet<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string Text(JsonElement element, string property, string standard)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) ? value.GetString()! : standard;
}
