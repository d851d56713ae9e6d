using System.Runtime.CompilerServices;

namespace Grlm.LanguageModels;

/// <summary>Evaluates the expressions of a chat template. For one rendering.</summary>
internal sealed class TemplateExpressionEvaluator(TemplateBudget budget)
{
    public object? Evaluate(TemplateExpression expression, TemplateScope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            TemplateExpression.Literal literal => budget.Read(literal.Value),
            TemplateExpression.Name name => budget.Read(scope.Get(name.Text)),
            TemplateExpression.Attribute attribute
                => budget.Read(TemplateAccess.Attribute(Evaluate(attribute.Target, scope), attribute.Text)),
            TemplateExpression.Conditional conditional => EvaluateConditional(conditional, scope),
            TemplateExpression.And and
                => Evaluate(and.Left, scope) is var left && TemplateValue.IsTrue(left) ? Evaluate(and.Right, scope) : left,
            TemplateExpression.Or or
                => Evaluate(or.Left, scope) is var left && TemplateValue.IsTrue(left) ? left : Evaluate(or.Right, scope),
            TemplateExpression.Not not => !TemplateValue.IsTrue(Evaluate(not.Operand, scope)),
            TemplateExpression.Comparison comparison => EvaluateComparison(comparison, scope),
            TemplateExpression.Test test
                => TemplateConditions.Holds(test.Text, Evaluate(test.Target, scope),
                    Arguments($"the test '{test.Text}'", test.Arguments, scope)),
            _ => budget.Made(Make(expression, scope)),
        };
    }

    /// <summary>Returns the values of a call's arguments.</summary>
    public TemplateArguments Arguments(string of, TemplateArgumentList list, TemplateScope scope)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in list.Named)
        {
            named[name] = Evaluate(value, scope);
        }

        return new TemplateArguments(of, [.. list.Positional.Select(value => Evaluate(value, scope))], named);
    }

    private object? Make(TemplateExpression expression, TemplateScope scope) => expression switch
    {
        TemplateExpression.ListOf list => list.Items.Select(item => Evaluate(item, scope)).ToList(),
        TemplateExpression.MapOf map => MakeMap(map, scope),
        TemplateExpression.Item item => TemplateAccess.Item(MadeText(Evaluate(item.Target, scope)), Evaluate(item.Index, scope)),
        TemplateExpression.Slice slice => MakeSlice(slice, scope),
        TemplateExpression.Filter filter => TemplateFilters.Apply(
            filter.Text, MadeText(Evaluate(filter.Target, scope)),
            Arguments($"the filter '{filter.Text}'", filter.Arguments, scope), budget),
        TemplateExpression.Call call => Call(call, scope),
        TemplateExpression.Negative negative => TemplateArithmetic.Negate(Evaluate(negative.Operand, scope)),
        TemplateExpression.Binary binary
            => TemplateArithmetic.Apply(binary.Operator, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope), budget),
        _ => throw new InvalidOperationException($"There is no rule for {expression.GetType().Name}."),
    };

    /// <summary>Counts a text that is about to be cut into its characters.</summary>
    private object? MadeText(object? value) => value is string ? budget.Made(value) : value;

    private object? EvaluateConditional(TemplateExpression.Conditional conditional, TemplateScope scope)
        => TemplateValue.IsTrue(Evaluate(conditional.Condition, scope)) ? Evaluate(conditional.Then, scope)
            : conditional.Otherwise is null ? new TemplateUndefined("else")
            : Evaluate(conditional.Otherwise, scope);

    private bool EvaluateComparison(TemplateExpression.Comparison comparison, TemplateScope scope)
    {
        var left = Evaluate(comparison.First, scope);
        foreach (var (symbol, rightExpression) in comparison.Rest)
        {
            var right = Evaluate(rightExpression, scope);
            var holds = symbol switch
            {
                "==" => TemplateValue.Equals(left, right),
                "!=" => !TemplateValue.Equals(left, right),
                "<" => TemplateValue.Compare(left, right) < 0,
                "<=" => TemplateValue.Compare(left, right) <= 0,
                ">" => TemplateValue.Compare(left, right) > 0,
                ">=" => TemplateValue.Compare(left, right) >= 0,
                "in" => TemplateValue.Contains(right, left),
                _ => !TemplateValue.Contains(right, left),
            };
            if (!holds)
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private OrderedDictionary<string, object?> MakeMap(TemplateExpression.MapOf map, TemplateScope scope)
    {
        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Entries)
        {
            values[Evaluate(key, scope) as string ?? throw TemplateFault.Unknown("a mapping with a key that is not a string")] =
                Evaluate(value, scope);
        }

        return values;
    }

    private object? MakeSlice(TemplateExpression.Slice slice, TemplateScope scope)
    {
        return TemplateAccess.Slice(MadeText(Evaluate(slice.Target, scope)), Bound(slice.Start), Bound(slice.Stop), Bound(slice.Step));

        object? Bound(TemplateExpression? bound) => bound is null ? null : Evaluate(bound, scope);
    }

    private object? Call(TemplateExpression.Call call, TemplateScope scope)
    {
        if (call.Callee is TemplateExpression.Attribute method)
        {
            var target = Evaluate(method.Target, scope);
            var arguments = Arguments($"{method.Text}()", call.Arguments, scope);
            return target is not string && TemplateAccess.Attribute(target, method.Text) is Func<TemplateArguments, object?> member
                ? member(arguments)
                : TemplateMethods.Call(MadeText(target), method.Text, arguments, budget);
        }

        var name = call.Callee is TemplateExpression.Name { Text: var text } ? $"{text}()" : "a call";
        return Evaluate(call.Callee, scope) is Func<TemplateArguments, object?> function
            ? function(Arguments(name, call.Arguments, scope))
            : throw TemplateFault.Unknown($"the function {name}");
    }
}
