namespace Grlm.LanguageModels;

/// <summary>Describes an expression of a chat template.</summary>
internal abstract record TemplateExpression
{
    public sealed record Literal(object? Value) : TemplateExpression;

    public sealed record Name(string Text) : TemplateExpression;

    public sealed record ListOf(IReadOnlyList<TemplateExpression> Items) : TemplateExpression;

    public sealed record MapOf(IReadOnlyList<(TemplateExpression Key, TemplateExpression Value)> Entries) : TemplateExpression;

    /// <summary><c>target.name</c>.</summary>
    public sealed record Attribute(TemplateExpression Target, string Text) : TemplateExpression;

    /// <summary><c>target[index]</c>.</summary>
    public sealed record Item(TemplateExpression Target, TemplateExpression Index) : TemplateExpression;

    /// <summary><c>target[start:stop:step]</c>.</summary>
    public sealed record Slice(TemplateExpression Target, TemplateExpression? Start, TemplateExpression? Stop, TemplateExpression? Step)
        : TemplateExpression;

    public sealed record Call(TemplateExpression Callee, TemplateArgumentList Arguments) : TemplateExpression;

    /// <summary><c>target | name(arguments)</c>.</summary>
    public sealed record Filter(TemplateExpression Target, string Text, TemplateArgumentList Arguments) : TemplateExpression;

    /// <summary><c>target is name arguments</c>.</summary>
    public sealed record Test(TemplateExpression Target, string Text, TemplateArgumentList Arguments) : TemplateExpression;

    public sealed record Not(TemplateExpression Operand) : TemplateExpression;

    public sealed record Negative(TemplateExpression Operand) : TemplateExpression;

    public sealed record And(TemplateExpression Left, TemplateExpression Right) : TemplateExpression;

    public sealed record Or(TemplateExpression Left, TemplateExpression Right) : TemplateExpression;

    /// <summary><c>+ - * / // % ~</c>.</summary>
    public sealed record Binary(string Operator, TemplateExpression Left, TemplateExpression Right) : TemplateExpression;

    /// <summary><c>a &lt; b &lt;= c</c>: every neighbouring pair must hold.</summary>
    public sealed record Comparison(TemplateExpression First, IReadOnlyList<(string Operator, TemplateExpression Right)> Rest)
        : TemplateExpression;

    /// <summary><c>then if condition else otherwise</c>.</summary>
    public sealed record Conditional(TemplateExpression Condition, TemplateExpression Then, TemplateExpression? Otherwise)
        : TemplateExpression;
}

/// <summary>Describes a piece of a chat template: text, output, or a statement with what it encloses.</summary>
/// <param name="Line">Where it begins, from one.</param>
internal abstract record TemplateStatement(int Line)
{
    public sealed record Text(int Line, string Content) : TemplateStatement(Line);

    public sealed record Output(int Line, TemplateExpression Value) : TemplateStatement(Line);

    /// <summary><c>if</c> and its <c>elif</c> branches in order, then <c>else</c>.</summary>
    public sealed record If(
        int Line, IReadOnlyList<(TemplateExpression Condition, IReadOnlyList<TemplateStatement> Body)> Branches,
        IReadOnlyList<TemplateStatement> Otherwise)
        : TemplateStatement(Line);

    /// <summary><c>for names in list if condition</c>; <c>Otherwise</c> stands for an empty list.</summary>
    public sealed record For(
        int Line,
        IReadOnlyList<string> Names,
        TemplateExpression List,
        TemplateExpression? Condition,
        IReadOnlyList<TemplateStatement> Body,
        IReadOnlyList<TemplateStatement> Otherwise) : TemplateStatement(Line);

    /// <summary><c>set name = value</c> or <c>set target.name = value</c>.</summary>
    public sealed record Set(int Line, string? Target, string Name, TemplateExpression Value) : TemplateStatement(Line);

    /// <summary><c>set name</c> … <c>endset</c>.</summary>
    public sealed record SetBlock(int Line, string Name, IReadOnlyList<TemplateStatement> Body) : TemplateStatement(Line);

    /// <summary><c>macro name(parameters)</c> … <c>endmacro</c>.</summary>
    public sealed record Macro(
        int Line, string Name, IReadOnlyList<(string Name, TemplateExpression? Default)> Parameters, IReadOnlyList<TemplateStatement> Body)
        : TemplateStatement(Line);

    public sealed record Break(int Line) : TemplateStatement(Line);

    public sealed record Continue(int Line) : TemplateStatement(Line);
}
