namespace Grlm.LanguageModels;

/// <summary>Attributes, items and slices of values.</summary>
internal static class TemplateAccess
{
    public static object? Attribute(object? target, string name) => target switch
    {
        IReadOnlyDictionary<string, object?> map when map.TryGetValue(name, out var value) => value,
        TemplateNamespace space when space.Values.TryGetValue(name, out var value) => value,
        TemplateUndefined undefined => throw new TemplateFault($"'{undefined.Name}' is undefined, and its '{name}' is asked for"),
        _ => new TemplateUndefined(name),
    };

    public static object? Item(object? target, object? index) => (target, index) switch
    {
        (_, string name) => Attribute(target, name),
        (IReadOnlyList<object?> list, long at) => At(list, at),
        (string text, long at) => At(PythonText.Characters(text), at),
        (TemplateUndefined undefined, _) => throw new TemplateFault($"'{undefined.Name}' is undefined, and an item of it is asked for"),
        _ => new TemplateUndefined("item"),
    };

    /// <summary>Python's slices, with a step of either sign.</summary>
    public static object? Slice(object? target, object? start, object? stop, object? step)
    {
        var items = target is string or IReadOnlyList<object?>
            ? TemplateValue.Items(target)
            : throw new TemplateFault($"a part of a {TemplateValue.KindOf(target)} is asked for");
        var by = step is null ? 1 : Whole(step);
        if (by == 0)
        {
            throw new TemplateFault("a slice has the step 0");
        }

        var (lowest, highest) = by > 0 ? (0L, (long)items.Count) : (-1L, items.Count - 1L);
        var from = Bound(start, by > 0 ? lowest : highest);
        var to = Bound(stop, by > 0 ? highest : lowest);
        var slice = new List<object?>();
        for (var at = from; by > 0 ? at < to : at > to; at += by)
        {
            slice.Add(items[(int)at]);
        }

        return target is string ? string.Concat(slice) : slice;

        long Bound(object? given, long otherwise)
            => given is null ? otherwise : Math.Clamp(Whole(given) is < 0 and var back ? back + items.Count : Whole(given), lowest, highest);
    }

    private static object? At(IReadOnlyList<object?> list, long at)
    {
        var place = at < 0 ? at + list.Count : at;
        return place >= 0 && place < list.Count ? list[(int)place] : new TemplateUndefined("item");
    }

    private static long Whole(object value)
        => value is long whole and >= -int.MaxValue and <= int.MaxValue ? whole : throw new TemplateFault($"a slice has a {TemplateValue.KindOf(value)} or a huge number as bound");
}
