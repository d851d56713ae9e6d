using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// What every item is, its first term, and how often each other term goes with it: of a term that all items of a type have, an item of that type
/// learns nothing. Immutable.
/// </summary>
internal sealed class TypeTable
{
    /// <summary>Items that the catalogue's rate of a term counts for beside those of the type.</summary>
    private const double Prior = 5;

    private readonly CandidateTable _table;
    private readonly int[] _types;
    private readonly int[] _typeCounts;
    private readonly Dictionary<(int Type, int Term), int> _pairs = [];

    /// <param name="table">The candidates of every item.</param>
    /// <param name="types">The first term of every item; -1 where it has none.</param>
    public TypeTable(CandidateTable table, int[] types)
    {
        (_table, _types, _typeCounts) = (table, types, new int[table.TermCount]);
        for (var item = 0; item < types.Length; item++)
        {
            if (types[item] < 0)
            {
                continue;
            }

            _typeCounts[types[item]]++;
            foreach (var candidate in table.Of(item))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (types[item], candidate.Term), out _)++;
            }
        }
    }

    /// <summary>The first term of an item; -1 where it has none.</summary>
    public int Of(int item) => _types[item];

    /// <summary>Whether a term is what some item is.</summary>
    public bool IsType(int term) => _typeCounts[term] > 0;

    /// <summary>Nats that a term tells about an item whose type is known.</summary>
    public double InformationOf(int term, int type)
    {
        var rate = type < 0
            ? _table.RateOf(term)
            : (_pairs.GetValueOrDefault((type, term)) + (Prior * _table.RateOf(term))) / (_typeCounts[type] + Prior);
        return Math.Max(0, -Math.Log(rate));
    }
}
