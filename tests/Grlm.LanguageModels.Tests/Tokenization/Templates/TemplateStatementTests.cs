namespace Grlm.LanguageModels.Tests;

/// <summary>Statements and white space come out as with Jinja 3.1 and the settings of transformers.</summary>
public sealed class TemplateStatementTests
{
    [Theory]
    [InlineData("{% for x in l %}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}", "3,1,2")]
    [InlineData("{% for x in l %}\n  {{ loop.index }}:{{ x }}\n{% endfor %}\nend\n", "  1:3\n  2:1\n  3:2\nend")]
    [InlineData("  {% if t %}\n yes\n  {% else %}\n no\n  {% endif %}\n\n", " yes\n")]
    [InlineData("{%- if t -%}  \n x \n {%- endif -%} \n y", "xy")]
    [InlineData("a\n   {# c #}  \nb {# d -#}  \n c", "a\n  \nb c")]
    [InlineData("{%+ if t %}\n a {%+ endif +%}\n b", " a \n b")]
    [InlineData("   {{- n -}}   x {{ n }}\n", "5x 5")]
    [InlineData("  {{ n }}\n  {%- if t %} b\n{% endif %}", "  5 b\n")]
    [InlineData("{{ n }}\n{% if t %}\nq\n{% endif %}\n", "5\nq\n")]
    [InlineData("x\r\ny\rz\r\n", "x\ny\nz")]
    [InlineData("\t {% if t %}a{% endif %} \nb", "a \nb")]
    [InlineData("a { b } {c", "a { b } {c")]
    [InlineData("{% set x = 1 %}{% for i in l %}{% set x = i %}{{ x }}{% endfor %}{{ x }}", "3121")]
    [InlineData("{% set ns = namespace(x=1) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "7")]
    [InlineData("{% if t %}{% set q = 2 %}{% endif %}{{ q }}", "2")]
    [InlineData("{% for i in l if i > 1 %}{{ loop.index }}/{{ loop.length }}:{{ i }} {% endfor %}", "1/2:3 2/2:2 ")]
    [InlineData("{% for i in [] %}x{% else %}empty{% endfor %}", "empty")]
    [InlineData("{% for x in zz %}a{% else %}b{% endfor %}", "b")]
    [InlineData("{% for k, v in m.items() %}{{ k }}={{ v|tojson }};{% endfor %}", "k=\"v\";z=1;a=[];")]
    [InlineData("{% for k in m %}{{ k }}{% endfor %}", "kza")]
    [InlineData("{% for c in 'hé😀' %}{{ c }}.{% endfor %}", "h.é.😀.")]
    [InlineData("{% for i in l %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% if i == 2 %}{% break %}{% endif %}{% endfor %}", "32")]
    [InlineData("{% if false %}a{% elif n == 5 %}b{% else %}c{% endif %}", "b")]
    [InlineData("{% set x %}\n block {{ n }}\n{% endset %}[{{ x }}]", "[ block 5\n]")]
    [InlineData("{% macro f(a, b='d') %}<{{ a }}{{ b }}>{% endmacro %}{{ f(1) }}{{ f(1, 2) }}{{ f(b='x', a='y') }}", "<1d><12><yx>")]
    [InlineData("{% for a in l %}{% for b in 'xy' %}{{ loop.index0 }}{{ a }}{{ b }} {% endfor %}{% endfor %}", "03x 13y 01x 11y 02x 12y ")]
    [InlineData(
        "{% for a in l %}{{ loop.first }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.previtem }}{{ loop.nextitem }}{{ " +
            "loop.cycle('a', 'b') }} {% endfor %}", "True321a False2132b False101a ")]
    [InlineData("{{ {'a': [1, {'b': '}}'}]}['a'][1]['b'] }}", "}}")]
    [InlineData("{% generation %}{{ n }}{% endgeneration %}", "5")]
    public void Statement_GivesWhatJinjaDoes(string template, string expected) => Assert.Equal(expected, TemplateText.Render(template));

    [Theory]
    [InlineData("{% raw %}{% endraw %}", "'raw'")]
    [InlineData("{% for x in l recursive %}{% endfor %}", "recursive")]
    [InlineData("{% for x in l %}", "'endfor'")]
    [InlineData("{% for a, b in l %}{% endfor %}", "gone through")]
    [InlineData("{% if %}{% endif %}", "an expression")]
    [InlineData("{% endif %}", "'endif'")]
    [InlineData("{% set n.x = 1 %}", "not a namespace")]
    [InlineData("{% set a, b = l %}", "'set'")]
    [InlineData("{% for x in n %}{% endfor %}", "gone through")]
    [InlineData("{# open", "a comment does not end")]
    [InlineData("{{ n", "a tag does not end")]
    [InlineData("{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}", "2 arguments")]
    public void Statement_ThatIsUnknownOrWrong_IsNamed(string template, string named)
    => Assert.Contains(named, TemplateText.Refusal(template));
}
