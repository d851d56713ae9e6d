namespace Grlm.Torch;

/// <summary>
/// Finds the choices that the TIDs of a batch consist of: the places at which more than one token may follow, with the node of the trie
/// that stands there and the child that was taken. What is forced is no choice and teaches nothing.
/// </summary>
internal sealed class TermIdChoices
{
    private readonly List<TermIdChoice> _choices = [];
    private readonly List<LearntToken> _tokens = [];

    private TermIdChoices()
    {
    }

    /// <summary>Gets the choices, row by row and sample by sample.</summary>
    public IReadOnlyList<TermIdChoice> Choices => _choices;

    /// <summary>Gets all tokens that are learnt, forced ones among them.</summary>
    public IReadOnlyList<LearntToken> Tokens => _tokens;

    /// <summary>Gets the number of TIDs that are learnt.</summary>
    public int TermIds { get; private set; }

    /// <summary>Follows what is learnt in a batch through the trie.</summary>
    /// <param name="batch">Samples of which nothing but whole TIDs is learnt.</param>
    /// <param name="trie">The TIDs as the model writes them.</param>
    /// <exception cref="InvalidInputException">Something else is learnt.</exception>
    public static TermIdChoices Of(TuningBatch batch, TokenTrie trie)
    {
        var result = new TermIdChoices();
        var (state, column) = (trie.Start, -1);
        var next = 0;
        foreach (var sample in batch.Samples)
        {
            for (var token = 0; token < sample.TargetCount; token++, next++)
            {
                if (state == trie.Start)
                {
                    result.TermIds++;
                    column += sample.History is null ? 0 : 1;
                }

                state = result.Add(batch.Places[next], (int)batch.Targets[next], trie, state, sample.History is null ? -1 : column);
            }

            if (state != trie.Start)
            {
                throw Stray();
            }
        }

        return result;
    }

    private int Add(long place, int token, TokenTrie trie, int state, int column)
    {
        if (!trie.TryNext(state, token, out var next))
        {
            throw Stray();
        }

        _tokens.Add(new LearntToken(place, state));
        if (trie.NodeAt(state) is { } node
            && new TermIdChoice(place, trie.ChildrenOf(node), trie.ChildOf(node, token), column) is { Count: > 1 } choice)
        {
            _choices.Add(choice);
        }

        return trie.Allowed(next).IsEmpty ? trie.Start : next;
    }

    private static InvalidInputException Stray()
        => new("A sample has the model write something other than term IDs of the library. Make the instructions again, with 'continued'.");
}

/// <summary>Describes a place at which more than one token may follow.</summary>
/// <param name="Place">The place in <c>[rows x tokens]</c> that the choice is made from.</param>
/// <param name="Children">The nodes that it is between.</param>
/// <param name="Taken">The one that was taken.</param>
/// <param name="Target">Number of the target among those of the batch's histories; -1 where the TID follows no history.</param>
internal readonly record struct TermIdChoice(long Place, Range Children, int Taken, int Target)
{
    /// <summary>Gets the number of nodes that the choice is between.</summary>
    public int Count => Children.End.Value - Children.Start.Value;

    /// <summary>Gets the nodes that the choice is between.</summary>
    public IEnumerable<int> Nodes => Enumerable.Range(Children.Start.Value, Count);
}

/// <summary>Describes a token that is learnt.</summary>
/// <param name="Place">The place in <c>[rows x tokens]</c> that it is predicted from.</param>
/// <param name="State">The trie's state there.</param>
internal readonly record struct LearntToken(long Place, int State);
