using Microsoft.Extensions.AI;

namespace Grlm.Tests;

public sealed class PromptTemplateTests
{
    private static readonly Dictionary<string, string> _values = new() { ["target"] = "a {{neighbors}} b", ["neighbors"] = "c" };

    [Fact]
    public void Render_FillsPlaceholdersOnce_BelowTheLineAndAbove()
    {
        var messages = Parse("You know {{neighbors}}.\r\n---\r\nWhat is {{target}}?\r\n\r\n{{target}}\r\n").Render(_values);
        Assert.Equal([(ChatRole.System, "You know c."), (ChatRole.User, "What is a {{neighbors}} b?\n\na {{neighbors}} b")],
            messages.Select(message => (message.Role, message.Text)));
    }

    [Fact]
    public void Render_AsksAlone_WithoutALine()
        => Assert.Equal("What is a {{neighbors}} b?", Assert.Single(Parse("What is {{target}}?").Render(_values)).Text);

    [Theory]
    [InlineData("{{target}}\n{{titel}}", "my.md:2: There is no placeholder {{titel}}.")]
    [InlineData("What is it?", "my.md: the question lacks the placeholder {{target}}.")]
    [InlineData("{{target}}\n---\nWhat is it?", "my.md: the question lacks the placeholder {{target}}.")]
    public void Parse_RefusesATemplateThatAsksNothing_OrHasAnUnknownPlaceholder(string text, string problem)
        => Assert.StartsWith(problem, Assert.Throws<InvalidInputException>(() => Parse(text)).Message, StringComparison.Ordinal);

    private static PromptTemplate Parse(string text) => PromptTemplate.Parse("my.md", text, ["target"], ["neighbors"]);
}
