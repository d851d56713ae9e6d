namespace Grlm.LanguageModels;

/// <summary>A piece of a chat template: text, output, or a statement with what it encloses.</summary>
/// <param name="Line">Where it begins, from one.</param>
internal abstract record TemplateStatement(int Line)
{
    public sealed record Text(int Line, string Content) : TemplateStatement(Line);

    public sealed record Output(int Line, TemplateExpression Value) : TemplateStatement(Line);

    /// <summary><c>if</c> and its <c>elif</c> branches in order, then <c>else</c>.</summary>
    public sealed record If(
        int Line, IReadOnlyList<(TemplateExpression Condition, IReadOnlyList<TemplateStatement> Body)> Branches, IReadOnlyList<TemplateStatement> Otherwise)
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
        int Line, string Name, IReadOnlyList<(string Name, TemplateExpression? Default)> Parameters, IReadOnlyList<TemplateStatement> Body) : TemplateStatement(Line);

    public sealed record Break(int Line) : TemplateStatement(Line);

    public sealed record Continue(int Line) : TemplateStatement(Line);
}
