namespace Grlm.LanguageModels;

/// <summary>The arguments of a call, a filter or a test.</summary>
internal sealed record TemplateArgumentList(IReadOnlyList<TemplateExpression> Positional, IReadOnlyList<(string Name, TemplateExpression Value)> Named)
{
    public static TemplateArgumentList None { get; } = new([], []);
}
