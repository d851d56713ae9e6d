namespace Grlm.LanguageModels;

/// <summary>What <c>is</c> can ask (Jinja's tests).</summary>
internal static class TemplateConditions
{
    public static bool Holds(string name, object? value, TemplateArguments arguments) => name switch
    {
        "defined" => value is not TemplateUndefined,
        "undefined" => value is TemplateUndefined,
        "none" => value is null,
        "string" => value is string,
        "number" => TemplateValue.IsNumber(value),
        "integer" => value is long,
        "float" => value is double,
        "boolean" => value is bool,
        "true" => value is true,
        "false" => value is false,
        "mapping" => value is IReadOnlyDictionary<string, object?>,
        "iterable" or "sequence" => value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> or TemplateUndefined,
        "callable" => value is Func<TemplateArguments, object?>,
        "eq" or "equalto" => TemplateValue.Equals(value, arguments[0, "other"]),
        "ne" => !TemplateValue.Equals(value, arguments[0, "other"]),
        "lt" or "lessthan" => TemplateValue.Compare(value, arguments[0, "other"]) < 0,
        "le" => TemplateValue.Compare(value, arguments[0, "other"]) <= 0,
        "gt" or "greaterthan" => TemplateValue.Compare(value, arguments[0, "other"]) > 0,
        "ge" => TemplateValue.Compare(value, arguments[0, "other"]) >= 0,
        "in" => TemplateValue.Contains(arguments[0, "seq"], value),
        "odd" => Math.Abs(TemplateValue.ToNumber(value) % 2) == 1,
        "even" => TemplateValue.ToNumber(value) % 2 == 0,
        "divisibleby" => TemplateValue.ToNumber(value) % TemplateValue.ToNumber(arguments[0, "num"]) == 0,
        _ => throw TemplateFault.Unknown($"the test 'is {name}'"),
    };
}
