using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>Which modules of a model have an adapter: <c>target_modules</c>, matched as PEFT does.</summary>
internal sealed class AdapterTargets : IEquatable<AdapterTargets>
{
    /// <summary>PEFT's word for every linear layer but the head.</summary>
    public const string EveryLinear = "all-linear";

    private const string Head = "lm_head";

    private readonly Regex? _expression;

    private AdapterTargets(IReadOnlyList<string> names, string? expression)
    {
        Names = names;
        Expression = expression;
        _expression = expression is null or EveryLinear ? null : ModuleExpression.Compile(expression);
    }

    /// <summary>Every linear layer but the head.</summary>
    public static AdapterTargets All { get; } = new([], EveryLinear);

    /// <summary>Last parts of modules' names, or whole names; empty where there is an expression.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What a module's whole name must match, or <see cref="EveryLinear"/>; null where there are names.</summary>
    public string? Expression { get; }

    /// <summary>Modules by the last parts of their names (<c>q_proj</c>, <c>mlp.up_proj</c>), or by their whole names.</summary>
    public static AdapterTargets Of(params IReadOnlyList<string> names) => new(names, null);

    /// <summary>Modules whose whole name a regular expression matches, or <see cref="EveryLinear"/>.</summary>
    /// <exception cref="ArgumentException">It is not an expression that can be matched in linear time.</exception>
    public static AdapterTargets Matching(string expression) => new([], expression);

    /// <summary>Whether a linear layer has an adapter.</summary>
    /// <param name="module">Its name in the model: <c>model.layers.0.self_attn.q_proj</c>.</param>
    public bool Include(string module) => Expression switch
    {
        null => Names.Any(name => ModuleExpression.EndsIn(module, name)),
        EveryLinear => module != Head,
        _ => _expression!.IsMatch(module),
    };

    /// <inheritdoc/>
    public bool Equals(AdapterTargets? other) => other is not null && Expression == other.Expression && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdapterTargets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Expression, Names.Count);
}
