namespace Grlm.LanguageModels;

/// <summary>What a token of a chat template is.</summary>
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

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A string literal, its escapes resolved.</summary>
    String,

    /// <summary>A number literal.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
