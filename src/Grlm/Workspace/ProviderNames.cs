namespace Grlm;

/// <summary>Holds by name, without regard to case, how providers of a kind are made. Immutable.</summary>
/// <typeparam name="T">The providers.</typeparam>
internal sealed class ProviderNames<T>
{
    private readonly string _kind;
    private readonly string _standard;
    private readonly Dictionary<string, Func<T>> _makers;

    /// <param name="kind">What they are, for messages: <c>term</c>.</param>
    /// <param name="standard">Name of the one that is always there.</param>
    /// <param name="makers">How each is made by its name, when it is asked for.</param>
    public ProviderNames(string kind, string standard, IEnumerable<KeyValuePair<string, Func<T>>> makers)
        => (_kind, _standard, _makers) = (kind, standard, new(makers, StringComparer.OrdinalIgnoreCase));

    /// <summary>Gets the names that there are, the one that is always there before the others.</summary>
    public IReadOnlyList<string> All =>
        [_standard, .. _makers.Keys.Where(name => !name.Equals(_standard, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Adds a provider, or puts it in the place of the one of that name.</summary>
    public ProviderNames<T> With(string name, T provider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(provider);
        Dictionary<string, Func<T>> makers = new(_makers, StringComparer.OrdinalIgnoreCase) { [name] = () => provider };
        return new ProviderNames<T>(_kind, _standard, makers);
    }

    /// <summary>Makes the provider of a name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    public T Make(string name) => _makers.TryGetValue(name, out var make) ? make() : throw Unknown(name);

    /// <summary>Says that there is no provider of a name, and which there are.</summary>
    public InvalidOptionsException Unknown(string name) => new(
        $"There is no {_kind} provider '{name}' here.{Suggestion.For(name, All)} There are: {string.Join(", ", All)}.");
}
