namespace Grlm.LanguageModels;

/// <summary>
/// Cuts a chat template into tokens. White space is treated as transformers has Jinja treat it: a newline after a statement tag goes
/// (<c>trim_blocks</c>), so does the indentation before one (<c>lstrip_blocks</c>), one newline at the very end goes, and a minus sign
/// inside a tag takes all white space on its side.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _startsLine = true;

    private TemplateLexer(string source)
    {
        var lines = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _source = lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    /// <exception cref="TemplateFault">The template is malformed.</exception>
    public static List<TemplateToken> Tokenize(string source)
    {
        var lexer = new TemplateLexer(source);
        try
        {
            while (lexer._at < lexer._source.Length)
            {
                lexer.ReadTextAndTag();
            }
        }
        catch (TemplateFault fault)
        {
            throw new TemplateFault($"line {lexer._line}: {fault.Message}");
        }

        lexer.Add(TemplateTokenKind.End, "");
        return lexer._tokens;
    }

    private void ReadTextAndTag()
    {
        var open = NextTag();
        var text = _source[_at..open];
        if (open == _source.Length)
        {
            AddText(text);
            _at = open;
            return;
        }

        var sign = open + 2 < _source.Length ? _source[open + 2] : ' ';
        AddText(sign == '-' ? PythonText.TrimEnd(text) : sign != '+' && _source[open + 1] != '{' ? WithoutIndentation(text) : text, text);
        _at = open + (sign is '-' or '+' ? 3 : 2);
        switch (_source[open + 1])
        {
            case '#':
                SkipComment();
                break;
            case '{':
                ReadTag(TemplateTokenKind.OutputStart, TemplateTokenKind.OutputEnd, "}}");
                break;
            default:
                ReadTag(TemplateTokenKind.StatementStart, TemplateTokenKind.StatementEnd, "%}");
                break;
        }
    }

    private int NextTag()
    {
        for (var open = _source.IndexOf('{', _at); open >= 0 && open + 1 < _source.Length; open = _source.IndexOf('{', open + 1))
        {
            if (_source[open + 1] is '{' or '%' or '#')
            {
                return open;
            }
        }

        return _source.Length;
    }

    private string WithoutIndentation(string text)
    {
        var lineStart = text.LastIndexOf('\n') + 1;
        return (lineStart > 0 || _startsLine) && PythonText.TrimEnd(text[lineStart..]).Length == 0 ? text[..lineStart] : text;
    }

    private void AddText(string kept, string? whole = null)
    {
        if (kept.Length > 0)
        {
            Add(TemplateTokenKind.Text, kept);
        }

        _line += (whole ?? kept).Count(character => character == '\n');
    }

    private void SkipComment()
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new TemplateFault("a comment does not end");
        }

        var sign = _source[end - 1];
        MoveTo(end + 2);
        SkipAfterTag(sign, isStatement: true);
    }

    private void ReadTag(TemplateTokenKind start, TemplateTokenKind end, string close)
    {
        Add(start, "");
        var brackets = 0;
        while (true)
        {
            while (_at < _source.Length && PythonText.IsSpace(_source[_at]))
            {
                MoveTo(_at + 1);
            }

            if (brackets == 0 && ClosingSign(close) is { } sign)
            {
                Add(end, "");
                _at += sign == ' ' ? 2 : 3;
                SkipAfterTag(sign, end == TemplateTokenKind.StatementEnd);
                return;
            }

            var (token, length) = TemplateTokenReader.Read(_source, _at, _line);
            brackets += token.Kind != TemplateTokenKind.Operator
                ? 0 : token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
            _tokens.Add(token);
            MoveTo(_at + length);
        }
    }

    private char? ClosingSign(string close)
    {
        var rest = _source.AsSpan(_at);
        return rest.StartsWith(close, StringComparison.Ordinal) ? ' '
            : rest.Length > 2 && rest[0] is '-' or '+' && rest[1..].StartsWith(close, StringComparison.Ordinal) ? rest[0]
            : null;
    }

    private void SkipAfterTag(char sign, bool isStatement)
    {
        var from = _at;
        while (_at < _source.Length
            && ((sign == '-' && PythonText.IsSpace(_source[_at]))
                || (sign is not ('-' or '+') && isStatement && _at == from && _source[_at] == '\n')))
        {
            MoveTo(_at + 1);
        }

        _startsLine = _at > from && _source[_at - 1] == '\n';
    }

    private void MoveTo(int at)
    {
        _line += _source.AsSpan(_at, at - _at).Count('\n');
        _at = at;
    }

    private void Add(TemplateTokenKind kind, string text) => _tokens.Add(new TemplateToken(kind, text, _line));
}
