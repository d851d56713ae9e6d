namespace Grlm.LanguageModels.Tests;

/// <summary>Renders templates that stand in a test.</summary>
internal static class TemplateText
{
    public static ChatTemplate Load(string template, string config = "{}")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("chat_template.jinja"), template);
        File.WriteAllText(folder.PathOf("tokenizer_config.json"), config);
        return ChatTemplate.Load(folder.Root);
    }

    /// <summary>Renders with a few variables of every kind.</summary>
    public static string Render(string template) => Load(template).Render([new ChatTurn("user", "Hi")], new ChatTemplateOptions
    {
        Variables = new Dictionary<string, object?>
        {
            ["n"] = 5,
            ["neg"] = -7,
            ["s"] = " héllo wörld 😀 ",
            ["l"] = new[] { 3, 1, 2 },
            ["m"] = new Dictionary<string, object?> { ["k"] = "v", ["z"] = 1, ["a"] = Array.Empty<string>() },
            ["none"] = null,
            ["t"] = true,
        },
    });

    public static string Refusal(string template) => Assert.Throws<InvalidInputException>(() => Render(template)).Message;
}
