namespace Grlm.LanguageModels;

/// <summary>Applies the operators of chat templates, with Python's rules.</summary>
internal static class TemplateArithmetic
{
    public static object? Apply(string symbol, object? left, object? right, TemplateBudget budget) => (symbol, left, right) switch
    {
        ("~", _, _) => Join(TemplateValue.ToText(left), TemplateValue.ToText(right), budget),
        ("+", string first, string second) => Join(first, second, budget),
        ("+", IReadOnlyList<object?> first, IReadOnlyList<object?> second) => Join(first, second, budget),
        _ when IsWhole(left) && IsWhole(right) => ApplyWhole(symbol, ToWhole(left), ToWhole(right)),
        _ when TemplateValue.IsNumber(left) && TemplateValue.IsNumber(right)
            => Apply(symbol, TemplateValue.ToNumber(left), TemplateValue.ToNumber(right)),
        _ => throw new TemplateFault(
            left is TemplateUndefined or null || right is TemplateUndefined or null
                ? $"a {TemplateValue.KindOf(left)}{NameOf(left)} {symbol} a {TemplateValue.KindOf(right)}{NameOf(right)} has no value"
                : $"this chat template uses {TemplateValue.KindOf(left)} {symbol} {TemplateValue.KindOf(right)}, which is not known here"),
    };

    public static object Negate(object? value) => IsWhole(value) ? (object)-ToWhole(value) : -TemplateValue.ToNumber(value);

    public static bool IsNegative(object? value) => TemplateValue.ToNumber(value) < 0;

    private static string Join(string first, string second, TemplateBudget budget)
    {
        budget.Reserve((long)first.Length + second.Length);
        return first + second;
    }

    private static List<object?> Join(IReadOnlyList<object?> first, IReadOnlyList<object?> second, TemplateBudget budget)
    {
        budget.Reserve((long)first.Count + second.Count);
        return [.. first, .. second];
    }

    private static object ApplyWhole(string symbol, long left, long right)
    {
        try
        {
            return symbol switch
            {
                "+" => checked(left + right),
                "-" => checked(left - right),
                "*" => checked(left * right),
                "//" => (long)Math.Floor((decimal)left / right),
                "%" => left % right is var rest && rest != 0 && rest < 0 != right < 0 ? rest + right : left % right,
                "/" when right != 0 => (object)((double)left / right),
                _ => throw new DivideByZeroException(),
            };
        }
        catch (ArithmeticException exception)
        {
            throw new TemplateFault($"{left} {symbol} {right}: {exception.Message}");
        }
    }

    private static double Apply(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" when right != 0 => left / right,
        "//" when right != 0 => Math.Floor(left / right),
        "%" when right != 0 => left - (right * Math.Floor(left / right)),
        _ => throw new TemplateFault($"{left} {symbol} {right} divides by zero"),
    };

    private static bool IsWhole(object? value) => value is long or bool;

    private static long ToWhole(object? value) => value is long whole ? whole : value is true ? 1 : 0;

    private static string NameOf(object? value) => value is TemplateUndefined undefined ? $" '{undefined.Name}'" : "";
}

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

    /// <summary>Slices as Python does, with a step of either sign.</summary>
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
            => given is null ? otherwise
                : Math.Clamp(Whole(given) is < 0 and var back ? back + items.Count : Whole(given), lowest, highest);
    }

    private static object? At(IReadOnlyList<object?> list, long at)
    {
        var place = at < 0 ? at + list.Count : at;
        return place >= 0 && place < list.Count ? list[(int)place] : new TemplateUndefined("item");
    }

    private static long Whole(object value)
        => value is long whole and >= -int.MaxValue and <= int.MaxValue
            ? whole : throw new TemplateFault($"a slice has a {TemplateValue.KindOf(value)} or a huge number as bound");
}

/// <summary>Answers what <c>is</c> can ask (Jinja's tests).</summary>
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
