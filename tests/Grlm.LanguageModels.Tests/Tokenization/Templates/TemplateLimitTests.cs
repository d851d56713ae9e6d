using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Templates that would hang, fill the memory or overflow the stack end with an error.</summary>
public sealed class TemplateLimitTests
{
    [Theory]
    [InlineData("{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for a in range(99) %}{% set ns.s = ns.s|replace('a', 'aaaaaaaaaa') %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for a in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for a in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l|tojson }}")]
    [InlineData(
        "{% set ns = namespace(l=[1]) %}{% for a in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ [ns.l] == [[ns.l, 1]] }}")]
    [InlineData(
        "{% set ns = namespace(s='a') %}{% for a in range(20) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{% for a in range(999999) " +
            "%}{% if 'b' in ns.s %}{% endif %}{% endfor %}")]
    [InlineData("{{ range(99999999999) }}")]
    [InlineData("{{ 'a\nb'|indent(9223372036854775807) ~ m|tojson(indent=9223372036854775807) ~ range(9223372036854775807) }}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    public void Render_OfATemplateWithoutEnd_IsRefused(string template)
    => Assert.Contains("chat_template.jinja", TemplateText.Refusal(template));

    [Theory]
    [InlineData("{{ ", "(", "")]
    [InlineData("{{ ", "[", "")]
    [InlineData("{{ ", "not ", "n }}")]
    [InlineData("{{ ", "-", "n }}")]
    [InlineData("{{ n", " + n", " }}")]
    [InlineData("{{ n", " if n else n", " }}")]
    [InlineData("{{ n", "|string", " }}")]
    [InlineData("", "{% if n %}", "")]
    public void Template_NestedDeeply_NeverOverflowsTheStack(string start, string repeated, string end)
    {
        // How deep is too deep depends on the thread's stack; an overflow would end the process.
        var error = Record.Exception(() => TemplateText.Render(start + string.Concat(Enumerable.Repeat(repeated, 60_000)) + end));

        Assert.True(error is null or InvalidInputException, error?.ToString());
    }

    [Fact]
    public void Template_OfAHugeSize_IsRefused() => Assert.Contains("2000000", TemplateText.Refusal(new string('x', 2_000_000)));

    [Fact]
    public void Render_OfMutatedTemplates_WorksOrSaysWhatIsWrong()
    {
        const string Good = "{%- set ns = namespace(x=0) %}{% for m in messages[::-1] if m.role %}\n {{- '<' ~ m['role'] " +
            "+ \"\\n\" }}{% if loop.last and m.content is string %}"
            + "{{ m.content.split('a')[-1]|trim }}{% else %}{{ {'a': " +
            "[1, 2.5]}|tojson(indent=2) }}{% endif %}{% set ns.x = ns.x + l[1:]|length %}{% endfor %}{{ ns.x // 2 }}";

        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 3], Gen.Char[' ', '~'], Gen.Int[1, 30]).Array[1, 4].Sample(
            mutations =>
            {
                var template = mutations.Aggregate(Good,
                    (text, mutation) => Mutate(text, mutation.Item1, mutation.Item2, mutation.Item3, mutation.Item4));
                try
                {
                    Assert.NotNull(TemplateText.Render(template));
                }
                catch (InvalidInputException exception)
                {
                    Assert.Contains("chat_template.jinja", exception.Message);
                }
            },
            iter: 300, threads: 1);
    }

    private static string Mutate(string text, int at, int kind, char character, int length)
    {
        at = Math.Min(at, text.Length);
        var end = Math.Min(at + length, text.Length);
        return kind switch
        {
            0 => text[..at],
            1 => text[..at] + character + text[Math.Min(at + 1, text.Length)..],
            2 => text[..at] + text[end..],
            _ => text[..end] + text[at..],
        };
    }
}
