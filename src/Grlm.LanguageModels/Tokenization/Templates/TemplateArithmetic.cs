namespace Grlm.LanguageModels;

/// <summary>The operators of chat templates, with Python's rules.</summary>
internal static class TemplateArithmetic
{
    public static object? Apply(string symbol, object? left, object? right, TemplateBudget budget) => (symbol, left, right) switch
    {
        ("~", _, _) => Join(TemplateValue.ToText(left), TemplateValue.ToText(right), budget),
        ("+", string first, string second) => Join(first, second, budget),
        ("+", IReadOnlyList<object?> first, IReadOnlyList<object?> second) => Join(first, second, budget),
        _ when IsWhole(left) && IsWhole(right) => ApplyWhole(symbol, ToWhole(left), ToWhole(right)),
        _ when TemplateValue.IsNumber(left) && TemplateValue.IsNumber(right) => Apply(symbol, TemplateValue.ToNumber(left), TemplateValue.ToNumber(right)),
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
