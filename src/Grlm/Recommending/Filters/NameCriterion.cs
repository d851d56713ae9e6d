namespace Grlm;

/// <summary>Names, of which an item must have one; none for any. Keeps which of them it has met. Not thread-safe.</summary>
/// <param name="relation">What an item is to a name, for messages: <c>has the brand</c>.</param>
/// <param name="names">The names asked for, with their levels between <c>&gt;</c>.</param>
/// <param name="isMet">Whether an item has a name, given as its levels: at least one.</param>
internal sealed class NameCriterion(string relation, IReadOnlyList<string> names, Func<Item, string[], bool> isMet)
{
    private readonly string[][] _names = [.. names.Select(name => name.Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
    private readonly bool[] _isSeen = new bool[names.Count];

    /// <summary>Whether an item has one of the names.</summary>
    public bool Matches(Item item)
    {
        var matches = names.Count == 0;
        for (var name = 0; name < _names.Length; name++)
        {
            if (_names[name].Length > 0 && isMet(item, _names[name]))
            {
                matches = _isSeen[name] = true;
            }
        }

        return matches;
    }

    /// <summary>Refuses a name that no item had.</summary>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public void RequireAllSeen()
    {
        if (Array.IndexOf(_isSeen, false) is >= 0 and var name)
        {
            throw new InvalidInputException($"No item of the catalogue {relation} '{names[name]}'. Write it as the items have it.");
        }
    }
}
