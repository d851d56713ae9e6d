using System.Globalization;
using System.Runtime.CompilerServices;

namespace Grlm.LanguageModels;

/// <summary>Parses the expressions of a chat template, each rule of the grammar in its own method, loosest first.</summary>
internal sealed class TemplateExpressionParser(TemplateTokenStream tokens)
{
    /// <summary>Returns an expression with an inline <c>if</c>.</summary>
    public TemplateExpression Parse()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var value = ParseOr();
        while (tokens.TryTakeName("if"))
        {
            var condition = ParseOr();
            value = new TemplateExpression.Conditional(condition, value, tokens.TryTakeName("else") ? Parse() : null);
        }

        return value;
    }

    /// <summary>Returns an expression in which <c>if</c> does not belong to it.</summary>
    public TemplateExpression ParseOr()
    {
        var left = ParseAnd();
        while (tokens.TryTakeName("or"))
        {
            left = new TemplateExpression.Or(left, ParseAnd());
        }

        return left;
    }

    private TemplateExpression ParseAnd()
    {
        var left = ParseNot();
        while (tokens.TryTakeName("and"))
        {
            left = new TemplateExpression.And(left, ParseNot());
        }

        return left;
    }

    private TemplateExpression ParseNot()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return tokens.TryTakeName("not") ? new TemplateExpression.Not(ParseNot()) : ParseComparison();
    }

    private TemplateExpression ParseComparison()
    {
        var first = ParseBinary(0);
        var rest = new List<(string, TemplateExpression)>();
        while (TakeComparison() is { } comparison)
        {
            rest.Add((comparison, ParseBinary(0)));
        }

        return rest.Count == 0 ? first : new TemplateExpression.Comparison(first, rest);
    }

    private string? TakeComparison()
    {
        if (tokens.Current.Kind == TemplateTokenKind.Operator && tokens.Current.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
        {
            return tokens.Take().Text;
        }

        if (tokens.IsName("not") && tokens.Following is { Kind: TemplateTokenKind.Name, Text: "in" })
        {
            tokens.Take();
            tokens.Take();
            return "not in";
        }

        return tokens.TryTakeName("in") ? "in" : null;
    }

    /// <summary>Parses sums, then joined texts, then products: each level binds tighter.</summary>
    private TemplateExpression ParseBinary(int level)
    {
        string[] operators = level switch { 0 => ["+", "-"], 1 => ["~"], _ => ["*", "/", "//", "%"] };
        var left = level == 2 ? ParseUnary(withFilters: true) : ParseBinary(level + 1);
        while (Array.Find(operators, tokens.TryTakeOperator) is { } taken)
        {
            left = new TemplateExpression.Binary(taken, left, level == 2 ? ParseUnary(withFilters: true) : ParseBinary(level + 1));
        }

        return tokens.IsOperator("**") ? throw TemplateFault.Unknown("the operator **") : left;
    }

    private TemplateExpression ParseUnary(bool withFilters)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var value = tokens.TryTakeOperator("-") ? new TemplateExpression.Negative(ParseUnary(withFilters: false))
            : tokens.TryTakeOperator("+") ? ParseUnary(withFilters: false)
            : ParsePostfix(ParsePrimary());
        return withFilters ? ParseFilters(value) : value;
    }

    private TemplateExpression ParsePrimary()
    {
        var token = tokens.Take();
        switch (token.Kind)
        {
            case TemplateTokenKind.Name:
                return ParseName(token.Text);
            case TemplateTokenKind.Number:
                return new TemplateExpression.Literal(ParseNumber(token.Text));
            case TemplateTokenKind.String:
                var text = token.Text;
                while (tokens.Current.Kind == TemplateTokenKind.String)
                {
                    text += tokens.Take().Text;
                }

                return new TemplateExpression.Literal(text);
            case TemplateTokenKind.Operator when token.Text == "(":
                return ParseParenthesis();
            case TemplateTokenKind.Operator when token.Text == "[":
                return new TemplateExpression.ListOf(ParseItems("]", Parse));
            case TemplateTokenKind.Operator when token.Text == "{":
                return new TemplateExpression.MapOf(ParseItems("}", ParseEntry));
            default:
                throw new TemplateFault($"there is '{token.Text}' ({token.Kind}) where an expression belongs");
        }
    }

    private static TemplateExpression ParseName(string name) => name switch
    {
        "true" or "True" => new TemplateExpression.Literal(true),
        "false" or "False" => new TemplateExpression.Literal(false),
        "none" or "None" => new TemplateExpression.Literal(null),
        _ => new TemplateExpression.Name(name),
    };

    private static object ParseNumber(string text)
        => text.Contains('.') ? (object)double.Parse(text, CultureInfo.InvariantCulture)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
            : throw TemplateFault.Unknown($"the number {text}");

    private TemplateExpression ParseParenthesis()
    {
        if (tokens.TryTakeOperator(")"))
        {
            return new TemplateExpression.ListOf([]);
        }

        var first = Parse();
        if (tokens.TryTakeOperator(")"))
        {
            return first;
        }

        tokens.ExpectOperator(",");
        return new TemplateExpression.ListOf([first, .. ParseItems(")", Parse)]);
    }

    private (TemplateExpression Key, TemplateExpression Value) ParseEntry()
    {
        var key = Parse();
        tokens.ExpectOperator(":");
        return (key, Parse());
    }

    private List<T> ParseItems<T>(string close, Func<T> parseItem)
    {
        var items = new List<T>();
        while (!tokens.TryTakeOperator(close))
        {
            if (items.Count > 0)
            {
                tokens.ExpectOperator(",");
                if (tokens.TryTakeOperator(close))
                {
                    break;
                }
            }

            items.Add(parseItem());
        }

        return items;
    }

    private TemplateExpression ParsePostfix(TemplateExpression value)
    {
        while (true)
        {
            if (tokens.TryTakeOperator("."))
            {
                value = tokens.Current.Kind == TemplateTokenKind.Number
                    ? new TemplateExpression.Item(value, new TemplateExpression.Literal(ParseNumber(tokens.Take().Text)))
                    : new TemplateExpression.Attribute(value, tokens.Expect(TemplateTokenKind.Name));
            }
            else if (tokens.TryTakeOperator("["))
            {
                value = ParseSubscript(value);
            }
            else if (tokens.IsOperator("("))
            {
                value = new TemplateExpression.Call(value, ParseArguments());
            }
            else
            {
                return value;
            }
        }
    }

    private TemplateExpression ParseSubscript(TemplateExpression target)
    {
        var start = tokens.IsOperator(":") ? null : Parse();
        if (start is not null && tokens.TryTakeOperator("]"))
        {
            return new TemplateExpression.Item(target, start);
        }

        tokens.ExpectOperator(":");
        var stop = tokens.IsOperator(":") || tokens.IsOperator("]") ? null : Parse();
        var step = tokens.TryTakeOperator(":") && !tokens.IsOperator("]") ? Parse() : null;
        tokens.ExpectOperator("]");
        return new TemplateExpression.Slice(target, start, stop, step);
    }

    private TemplateArgumentList ParseArguments()
    {
        tokens.ExpectOperator("(");
        var named = new List<(string, TemplateExpression)>();
        var positional = new List<TemplateExpression>();
        ParseItems(")", () =>
        {
            if (tokens.Current.Kind == TemplateTokenKind.Name && tokens.Following is { Kind: TemplateTokenKind.Operator, Text: "=" })
            {
                var name = tokens.Take().Text;
                tokens.Take();
                named.Add((name, Parse()));
            }
            else
            {
                positional.Add(Parse());
            }

            return true;
        });
        return new TemplateArgumentList(positional, named);
    }

    private TemplateExpression ParseFilters(TemplateExpression value)
    {
        while (true)
        {
            if (tokens.TryTakeOperator("|"))
            {
                var name = tokens.Expect(TemplateTokenKind.Name);
                value = new TemplateExpression.Filter(value, name, tokens.IsOperator("(") ? ParseArguments() : TemplateArgumentList.None);
            }
            else if (tokens.TryTakeName("is"))
            {
                value = ParseTest(value);
            }
            else if (tokens.IsOperator("("))
            {
                value = new TemplateExpression.Call(value, ParseArguments());
            }
            else
            {
                return value;
            }
        }
    }

    private TemplateExpression ParseTest(TemplateExpression value)
    {
        var negated = tokens.TryTakeName("not");
        var name = tokens.Expect(TemplateTokenKind.Name);
        var arguments = tokens.IsOperator("(") ? ParseArguments()
            : StartsAnArgument() ? new TemplateArgumentList([ParsePostfix(ParsePrimary())], [])
            : TemplateArgumentList.None;
        var test = new TemplateExpression.Test(value, name, arguments);
        return negated ? new TemplateExpression.Not(test) : test;
    }

    private bool StartsAnArgument() => tokens.Current.Kind switch
    {
        TemplateTokenKind.String or TemplateTokenKind.Number => true,
        TemplateTokenKind.Name => tokens.Current.Text is not ("else" or "or" or "and" or "is" or "if" or "in" or "not"),
        TemplateTokenKind.Operator => tokens.Current.Text is "[" or "{",
        _ => false,
    };
}

/// <summary>Holds the arguments of a call, a filter or a test.</summary>
internal sealed record TemplateArgumentList(
    IReadOnlyList<TemplateExpression> Positional, IReadOnlyList<(string Name, TemplateExpression Value)> Named)
{
    public static TemplateArgumentList None { get; } = new([], []);
}
