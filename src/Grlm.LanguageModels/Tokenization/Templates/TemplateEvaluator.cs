using System.Runtime.CompilerServices;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Renders the statements of a chat template. For one rendering.</summary>
internal sealed class TemplateEvaluator
{
    private readonly TemplateBudget _budget = new();
    private readonly TemplateExpressionEvaluator _expressions;
    private StringBuilder _output = new();
    private int _line;

    private TemplateEvaluator() => _expressions = new TemplateExpressionEvaluator(_budget);

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <exception cref="TemplateFault">The template cannot be rendered with these variables.</exception>
    public static string Render(
        IReadOnlyList<TemplateStatement> template, IReadOnlyDictionary<string, object?> variables, TimeProvider clock)
    {
        var evaluator = new TemplateEvaluator();
        var globals = new TemplateScope(outer: null);
        TemplateFunctions.AddTo(globals, evaluator._budget, clock);
        foreach (var (name, value) in variables)
        {
            globals.Set(name, value);
        }

        try
        {
            evaluator.Run(template, new TemplateScope(globals));
            return evaluator._output.ToString();
        }
        catch (TemplateFault fault)
        {
            throw new TemplateFault($"line {evaluator._line}: {fault.Message}");
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateFault($"line {evaluator._line}: it is nested too deeply");
        }
    }

    private Flow Run(IReadOnlyList<TemplateStatement> statements, TemplateScope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var statement in statements)
        {
            _line = statement.Line;
            var flow = Run(statement, scope);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Run(TemplateStatement statement, TemplateScope scope)
    {
        switch (statement)
        {
            case TemplateStatement.Text text:
                Put(text.Content);
                return Flow.Next;
            case TemplateStatement.Output output:
                Put(TemplateValue.ToText(_expressions.Evaluate(output.Value, scope)));
                return Flow.Next;
            case TemplateStatement.If branches:
                return RunIf(branches, scope);
            case TemplateStatement.For loop:
                RunFor(loop, scope);
                return Flow.Next;
            case TemplateStatement.Set set:
                Set(set, scope);
                return Flow.Next;
            case TemplateStatement.SetBlock block:
                scope.Set(block.Name, Capture(block.Body, new TemplateScope(scope)));
                return Flow.Next;
            case TemplateStatement.Macro macro:
                scope.Set(macro.Name, (Func<TemplateArguments, object?>)(arguments => Expand(macro, arguments, scope)));
                return Flow.Next;
            case TemplateStatement.Break:
                return Flow.Break;
            case TemplateStatement.Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"There is no rule for {statement.GetType().Name}.");
        }
    }

    private void Put(string text)
    {
        _budget.Reserve(text.Length, before: _output.Length);
        _output.Append(text);
    }

    private Flow RunIf(TemplateStatement.If branches, TemplateScope scope)
    {
        foreach (var (condition, body) in branches.Branches)
        {
            if (TemplateValue.IsTrue(_expressions.Evaluate(condition, scope)))
            {
                return Run(body, scope);
            }
        }

        return Run(branches.Otherwise, scope);
    }

    private void RunFor(TemplateStatement.For loop, TemplateScope scope)
    {
        var items = TemplateValue.Items(_expressions.Evaluate(loop.List, scope));
        if (loop.Condition is not null)
        {
            items = [.. items.Where(item => TemplateValue.IsTrue(_expressions.Evaluate(loop.Condition, ScopeOf(loop.Names, item, scope))))];
        }

        for (var index = 0; index < items.Count; index++)
        {
            _line = loop.Line;
            _budget.ChargeTurn();
            var inner = ScopeOf(loop.Names, items[index], scope);
            inner.Set("loop", TemplateLoop.At(index, items));
            if (Run(loop.Body, inner) == Flow.Break)
            {
                break;
            }
        }

        if (items.Count == 0)
        {
            Run(loop.Otherwise, new TemplateScope(scope));
        }
    }

    private static TemplateScope ScopeOf(IReadOnlyList<string> names, object? item, TemplateScope outer)
    {
        var scope = new TemplateScope(outer);
        var values = names.Count == 1 ? [item] : TemplateValue.Items(item);
        if (values.Count != names.Count)
        {
            throw new TemplateFault($"{values.Count} values stand for the names {string.Join(", ", names)}");
        }

        for (var place = 0; place < names.Count; place++)
        {
            scope.Set(names[place], values[place]);
        }

        return scope;
    }

    private void Set(TemplateStatement.Set set, TemplateScope scope)
    {
        var value = _expressions.Evaluate(set.Value, scope);
        if (set.Target is null)
        {
            scope.Set(set.Name, value);
        }
        else if (scope.Get(set.Target) is TemplateNamespace space)
        {
            space.Values[set.Name] = value;
        }
        else
        {
            throw new TemplateFault($"'{set.Target}.{set.Name}' is set, and '{set.Target}' is not a namespace");
        }
    }

    private string Capture(IReadOnlyList<TemplateStatement> body, TemplateScope scope)
    {
        var outer = _output;
        _output = new StringBuilder();
        try
        {
            Run(body, scope);
            return _output.ToString();
        }
        finally
        {
            _output = outer;
        }
    }

    private string Expand(TemplateStatement.Macro macro, TemplateArguments arguments, TemplateScope around)
    {
        arguments.AtMost(macro.Parameters.Count, [.. macro.Parameters.Select(parameter => parameter.Name)]);
        var scope = new TemplateScope(around);
        for (var place = 0; place < macro.Parameters.Count; place++)
        {
            var (name, otherwise) = macro.Parameters[place];
            var given = arguments[place, name];
            scope.Set(name, given is TemplateUndefined && otherwise is not null ? _expressions.Evaluate(otherwise, scope) : given);
        }

        return Capture(macro.Body, scope);
    }
}

/// <summary>Says what <c>loop</c> says inside a loop.</summary>
internal static class TemplateLoop
{
    public static IReadOnlyDictionary<string, object?> At(int index, IReadOnlyList<object?> items)
        => new Dictionary<string, object?>(StringComparer.Ordinal)
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
                => arguments.Positional.Count > 0
                    ? arguments.Positional[index % arguments.Positional.Count] : throw new TemplateFault("loop.cycle() has no values")),
        };
}

/// <summary>Holds the names that a part of a template sees: its own, then those around it.</summary>
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
