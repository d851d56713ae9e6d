using System.Runtime.CompilerServices;

namespace Grlm.LanguageModels;

/// <summary>Parses the statements of a chat template.</summary>
internal sealed class TemplateParser
{
    private readonly TemplateTokenStream _tokens;
    private readonly TemplateExpressionParser _expressions;

    private TemplateParser(List<TemplateToken> tokens)
    {
        _tokens = new TemplateTokenStream(tokens);
        _expressions = new TemplateExpressionParser(_tokens);
    }

    /// <exception cref="TemplateFault">The template is malformed or uses something that is not known here.</exception>
    public static IReadOnlyList<TemplateStatement> Parse(string source)
    {
        var parser = new TemplateParser(TemplateLexer.Tokenize(source));
        try
        {
            var statements = parser.ParseUntil();
            return parser._tokens.Current.Kind == TemplateTokenKind.End ? statements : throw parser._tokens.Unexpected("the end");
        }
        catch (TemplateFault fault)
        {
            throw new TemplateFault($"line {parser._tokens.Current.Line}: {fault.Message}");
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateFault($"line {parser._tokens.Current.Line}: it is nested too deeply");
        }
    }

    /// <summary>
    /// Returns the statements up to one of the words that end them, which is left as the current token; without words up to the end.
    /// </summary>
    private List<TemplateStatement> ParseUntil(params ReadOnlySpan<string> ends)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var statements = new List<TemplateStatement>();
        while (_tokens.Current.Kind != TemplateTokenKind.End)
        {
            var (kind, text, line) = _tokens.Take();
            switch (kind)
            {
                case TemplateTokenKind.Text:
                    statements.Add(new TemplateStatement.Text(line, text));
                    break;
                case TemplateTokenKind.OutputStart:
                    statements.Add(new TemplateStatement.Output(line, _expressions.Parse()));
                    _tokens.Expect(TemplateTokenKind.OutputEnd);
                    break;
                case TemplateTokenKind.StatementStart when _tokens.Current.Kind == TemplateTokenKind.Name
                    && ends.Contains(_tokens.Current.Text):
                    return statements;
                default:
                    ParseStatement(line, statements);
                    break;
            }
        }

        return ends.IsEmpty ? statements : throw _tokens.Unexpected($"'{ends[^1]}'");
    }

    private void ParseStatement(int line, List<TemplateStatement> statements)
    {
        var keyword = _tokens.Expect(TemplateTokenKind.Name);
        if (keyword == "generation")
        {
            // It marks the assistant's own words for training masks and puts nothing out.
            _tokens.Expect(TemplateTokenKind.StatementEnd);
            statements.AddRange(ParseBody("endgeneration"));
        }
        else
        {
            statements.Add(keyword switch
            {
                "if" => ParseIf(line),
                "for" => ParseFor(line),
                "set" => ParseSet(line),
                "macro" => ParseMacro(line),
                "break" => new TemplateStatement.Break(line),
                "continue" => new TemplateStatement.Continue(line),
                _ => throw TemplateFault.Unknown($"the statement '{keyword}'"),
            });
        }

        _tokens.Expect(TemplateTokenKind.StatementEnd);
    }

    /// <summary>Returns what is enclosed up to the end word, which is taken.</summary>
    private List<TemplateStatement> ParseBody(string end)
    {
        var body = ParseUntil(end);
        _tokens.Take();
        return body;
    }

    private TemplateStatement.If ParseIf(int line)
    {
        var branches = new List<(TemplateExpression, IReadOnlyList<TemplateStatement>)>();
        do
        {
            var condition = _expressions.Parse();
            _tokens.Expect(TemplateTokenKind.StatementEnd);
            branches.Add((condition, ParseUntil("elif", "else", "endif")));
        }
        while (_tokens.TryTakeName("elif"));

        return new TemplateStatement.If(line, branches, ParseElse("endif"));
    }

    private TemplateStatement.For ParseFor(int line)
    {
        var names = new List<string> { _tokens.Expect(TemplateTokenKind.Name) };
        while (_tokens.TryTakeOperator(","))
        {
            names.Add(_tokens.Expect(TemplateTokenKind.Name));
        }

        if (!_tokens.TryTakeName("in"))
        {
            throw _tokens.Unexpected("'in'");
        }

        var list = _expressions.ParseOr();
        var condition = _tokens.TryTakeName("if") ? _expressions.Parse() : null;
        if (_tokens.IsName("recursive"))
        {
            throw TemplateFault.Unknown("a recursive loop");
        }

        _tokens.Expect(TemplateTokenKind.StatementEnd);
        var body = ParseUntil("else", "endfor");
        return new TemplateStatement.For(line, names, list, condition, body, ParseElse("endfor"));
    }

    /// <summary>Returns the branch of <c>else</c>, if there is one, and the end word.</summary>
    private List<TemplateStatement> ParseElse(string end)
    {
        if (_tokens.Take().Text != "else")
        {
            return [];
        }

        _tokens.Expect(TemplateTokenKind.StatementEnd);
        return ParseBody(end);
    }

    private TemplateStatement ParseSet(int line)
    {
        var name = _tokens.Expect(TemplateTokenKind.Name);
        var attribute = _tokens.TryTakeOperator(".") ? _tokens.Expect(TemplateTokenKind.Name) : null;
        if (_tokens.TryTakeOperator("="))
        {
            return new TemplateStatement.Set(line, attribute is null ? null : name, attribute ?? name, _expressions.Parse());
        }

        if (attribute is not null || _tokens.Current.Kind != TemplateTokenKind.StatementEnd)
        {
            throw TemplateFault.Unknown("this form of 'set'");
        }

        _tokens.Take();
        return new TemplateStatement.SetBlock(line, name, ParseBody("endset"));
    }

    private TemplateStatement.Macro ParseMacro(int line)
    {
        var name = _tokens.Expect(TemplateTokenKind.Name);
        var parameters = new List<(string, TemplateExpression?)>();
        _tokens.ExpectOperator("(");
        while (!_tokens.TryTakeOperator(")"))
        {
            if (parameters.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            var parameter = _tokens.Expect(TemplateTokenKind.Name);
            parameters.Add((parameter, _tokens.TryTakeOperator("=") ? _expressions.Parse() : null));
        }

        _tokens.Expect(TemplateTokenKind.StatementEnd);
        return new TemplateStatement.Macro(line, name, parameters, ParseBody("endmacro"));
    }
}

/// <summary>
/// Reports what is wrong inside a chat template; <see cref="ChatTemplate"/> makes an <see cref="InvalidInputException"/> of it that names
/// the file and the line.
/// </summary>
internal sealed class TemplateFault(string problem) : Exception(problem)
{
    /// <summary>Returns a construct of Jinja, or something that looks like one, that this evaluator does not have.</summary>
    public static TemplateFault Unknown(string construct) => new($"this chat template uses {construct}, which is not known here");
}
