using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// Writes values as Python's <c>json.dumps(…, ensure_ascii=False)</c> does, which is what transformers gives templates as <c>tojson</c>.
/// </summary>
internal sealed class TemplateJson
{
    private readonly StringBuilder _text = new();
    private readonly TemplateBudget _budget;
    private readonly long? _indent;

    private TemplateJson(TemplateBudget budget, long? indent) => (_budget, _indent) = (budget, indent);

    /// <param name="value">What to write.</param>
    /// <param name="indent">Spaces for each level; null for one line.</param>
    /// <param name="budget">Guards the length.</param>
    public static string Write(object? value, long? indent, TemplateBudget budget)
    {
        var json = new TemplateJson(budget, indent);
        json.Add(value, level: 0);
        return json._text.ToString();
    }

    private void Add(object? value, int level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _budget.Reserve(value is string { Length: var length } ? length : 1, before: _text.Length);
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case bool flag:
                _text.Append(flag ? "true" : "false");
                break;
            case long whole:
                _text.Append(CultureInfo.InvariantCulture, $"{whole}");
                break;
            case double number:
                _text.Append(TemplateValue.ToText(number));
                break;
            case string text:
                AddString(text);
                break;
            case IReadOnlyDictionary<string, object?> map:
                AddAll('{', map, level, pair =>
                {
                    AddString(pair.Key);
                    _text.Append(": ");
                    Add(pair.Value, level + 1);
                }, '}');
                break;
            case IReadOnlyList<object?> list:
                AddAll('[', list, level, item => Add(item, level + 1), ']');
                break;
            default:
                throw new TemplateFault($"a {TemplateValue.KindOf(value)} is written as JSON");
        }
    }

    private void AddAll<T>(char open, IEnumerable<T> items, int level, Action<T> add, char close)
    {
        _text.Append(open);
        var count = 0;
        foreach (var item in items)
        {
            _text.Append(count++ == 0 ? "" : _indent is null ? ", " : ",");
            AddNewLine(level + 1);
            add(item);
        }

        if (count > 0)
        {
            AddNewLine(level);
        }

        _text.Append(close);
    }

    private void AddNewLine(int level)
    {
        if (_indent is { } indent)
        {
            _budget.Reserve(1 + (indent * level));
            _text.Append('\n').Append(' ', (int)indent * level);
        }
    }

    private void AddString(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }
}
