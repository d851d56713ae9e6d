namespace Grlm.LanguageModels;

/// <summary>Holds the tokens of a chat template with a place in them.</summary>
internal sealed class TemplateTokenStream(List<TemplateToken> tokens)
{
    private int _next;

    public TemplateToken Current => tokens[_next];

    /// <summary>Gets the token after the current one; the end stays the end.</summary>
    public TemplateToken Following => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public TemplateToken Take()
    {
        var token = tokens[_next];
        _next = Math.Min(_next + 1, tokens.Count - 1);
        return token;
    }

    public bool IsOperator(string text) => Current.Kind == TemplateTokenKind.Operator && Current.Text == text;

    public bool IsName(string text) => Current.Kind == TemplateTokenKind.Name && Current.Text == text;

    public bool TryTakeOperator(string text)
    {
        var found = IsOperator(text);
        _next += found ? 1 : 0;
        return found;
    }

    public bool TryTakeName(string text)
    {
        var found = IsName(text);
        _next += found ? 1 : 0;
        return found;
    }

    public void ExpectOperator(string text)
    {
        if (!TryTakeOperator(text))
        {
            throw Unexpected($"'{text}'");
        }
    }

    public string Expect(TemplateTokenKind kind) => Current.Kind == kind ? Take().Text : throw Unexpected($"a {kind}");

    public TemplateFault Unexpected(string wanted)
        => new(Current.Kind == TemplateTokenKind.End
            ? $"the template ends where {wanted} belongs" : $"there is '{Current.Text}' ({Current.Kind}) where {wanted} belongs");
}

/// <summary>Says what a token of a chat template is.</summary>
internal enum TemplateTokenKind
{
    /// <summary>Text between tags.</summary>
    Text,

    /// <summary><c>{{</c>.</summary>
    OutputStart,

    /// <summary><c>}}</c>.</summary>
    OutputEnd,

    /// <summary><c>{%</c>.</summary>
    StatementStart,

    /// <summary><c>%}</c>.</summary>
    StatementEnd,

    /// <summary>Name or keyword.</summary>
    Name,

    /// <summary>String literal, its escapes resolved.</summary>
    String,

    /// <summary>Number literal.</summary>
    Number,

    /// <summary>Operator or a bracket.</summary>
    Operator,

    /// <summary>End of the template.</summary>
    End,
}
