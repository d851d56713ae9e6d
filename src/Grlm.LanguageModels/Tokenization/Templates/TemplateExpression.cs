namespace Grlm.LanguageModels;

/// <summary>An expression of a chat template.</summary>
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
    public sealed record Slice(TemplateExpression Target, TemplateExpression? Start, TemplateExpression? Stop, TemplateExpression? Step) : TemplateExpression;

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
    public sealed record Comparison(TemplateExpression First, IReadOnlyList<(string Operator, TemplateExpression Right)> Rest) : TemplateExpression;

    /// <summary><c>then if condition else otherwise</c>.</summary>
    public sealed record Conditional(TemplateExpression Condition, TemplateExpression Then, TemplateExpression? Otherwise) : TemplateExpression;
}
