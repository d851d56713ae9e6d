namespace Grlm.LanguageModels;

/// <summary>The values of a call's arguments.</summary>
/// <param name="Of">What is called, for messages.</param>
/// <param name="Positional">Those without a name, in order.</param>
/// <param name="Named">Those with one.</param>
internal sealed record TemplateArguments(string Of, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>An argument by place or name; undefined if it isn't given.</summary>
    public object? this[int place, string name]
        => place < Positional.Count ? Positional[place]
            : Named.TryGetValue(name, out var value) ? value
            : new TemplateUndefined(name);

    /// <summary>A text argument, or <paramref name="otherwise"/> where it isn't given or none.</summary>
    public string? Text(int place, string name, string? otherwise = null) => this[place, name] switch
    {
        string text => text,
        null or TemplateUndefined => otherwise,
        var value => throw Wrong(name, value),
    };

    /// <summary>A whole number, or <paramref name="otherwise"/> where it isn't given or none.</summary>
    public long Whole(int place, string name, long otherwise) => this[place, name] switch
    {
        long whole => whole,
        bool flag => flag ? 1 : 0,
        null or TemplateUndefined => otherwise,
        var value => throw Wrong(name, value),
    };

    /// <summary>Refuses arguments beyond those that are known.</summary>
    public TemplateArguments AtMost(int positional, params ReadOnlySpan<string> names)
    {
        foreach (var name in Named.Keys)
        {
            if (!names.Contains(name))
            {
                throw TemplateFault.Unknown($"the argument '{name}' of {Of}");
            }
        }

        return Positional.Count <= positional ? this : throw TemplateFault.Unknown($"{Positional.Count} arguments of {Of}");
    }

    private TemplateFault Wrong(string name, object value) => new($"the argument '{name}' of {Of} cannot be a {TemplateValue.KindOf(value)}");
}
