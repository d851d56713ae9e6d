namespace Grlm.LanguageModels;

/// <summary>The names that a part of a template sees: its own, then those around it.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => _values[name] = value;

    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return new TemplateUndefined(name);
    }

    private TemplateScope? Outer => outer;
}
