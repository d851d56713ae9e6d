namespace Grlm.LanguageModels;

/// <summary>What <c>namespace(...)</c> makes: values that a statement in an inner scope can set.</summary>
internal sealed class TemplateNamespace(IReadOnlyDictionary<string, object?> values)
{
    public Dictionary<string, object?> Values { get; } = new(values, StringComparer.Ordinal);
}
