namespace Grlm.LanguageModels;

/// <summary>What <c>loop</c> says inside a loop.</summary>
internal static class TemplateLoop
{
    public static IReadOnlyDictionary<string, object?> At(int index, IReadOnlyList<object?> items) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["index"] = index + 1L,
        ["index0"] = (long)index,
        ["revindex"] = (long)(items.Count - index),
        ["revindex0"] = items.Count - index - 1L,
        ["first"] = index == 0,
        ["last"] = index == items.Count - 1,
        ["length"] = (long)items.Count,
        ["previtem"] = index > 0 ? items[index - 1] : new TemplateUndefined("previtem"),
        ["nextitem"] = index + 1 < items.Count ? items[index + 1] : new TemplateUndefined("nextitem"),
        ["cycle"] = (Func<TemplateArguments, object?>)(arguments
            => arguments.Positional.Count > 0 ? arguments.Positional[index % arguments.Positional.Count] : throw new TemplateFault("loop.cycle() has no values")),
    };
}
