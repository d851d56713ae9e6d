using System.Text;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Lets a model write a list of terms and nothing else: so many, in a form, in normal form, no two equal. Tokens may begin and end anywhere
/// in the list. Any choice among the allowed tokens leads to a valid list. What is allowed at a place is worked out once and kept; states
/// are kept as well, so one object serves one generation.
/// </summary>
public sealed class TermListConstraint : ITokenConstraint
{
    /// <summary>Most terms of a list: fewer than there are characters of one byte, so that another term can always be found.</summary>
    public const int MaximumCount = 32;

    private static readonly byte[] _always = Encoding.UTF8.GetBytes("abcdefghijklmnopqrstuvwxyz0123456789");

    private readonly TokenByteTrie _tokens;
    private readonly TermListGrammar _grammar;
    private readonly List<State> _states = [];
    private readonly Dictionary<TermListCursor, int[]> _allowed = [];

    /// <param name="tokens">The vocabulary.</param>
    /// <param name="count">Number of terms, 1 to <see cref="MaximumCount"/>.</param>
    /// <param name="form">How the list is written.</param>
    /// <exception cref="InvalidOptionsException">The number is out of range.</exception>
    /// <exception cref="InvalidInputException">The vocabulary cannot spell every term: it is not a byte-level one.</exception>
    public TermListConstraint(TokenByteTrie tokens, int count, TermListForm form)
    {
        if (count is < 1 or > MaximumCount)
        {
            throw new InvalidOptionsException($"A list has 1 to {MaximumCount} terms, not {count}.");
        }

        if (!tokens.Spells([.. _always, .. Encoding.UTF8.GetBytes(form.Open + form.Separator + form.Close)]))
        {
            throw new InvalidInputException(
                "The tokenizer has no token for some single letters or signs, so a list of terms cannot always be completed. " +
                    "Use a model with a " +
                "byte-level vocabulary.");
        }

        byte[] continuations = [.. Enumerable.Range(0x80, 0x40).Select(value => (byte)value)];
        _tokens = tokens;
        _grammar = new TermListGrammar(form, count, asciiOnly: !tokens.Spells(continuations));
        _states.Add(new State(TermListGrammar.Start, [], []));
    }

    /// <inheritdoc/>
    public int Start => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Allowed(int state) => _states[state].Allowed ??= FindAllowed(_states[state]);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The token may not follow.</exception>
    public int Follow(int state, int token)
    {
        var (cursor, terms, term) = (_states[state].Cursor, _states[state].Terms, _states[state].Term.ToList());
        foreach (var next in _tokens.Vocabulary[token])
        {
            var before = cursor;
            if (!_grammar.TryStep(ref cursor, next))
            {
                throw new ArgumentException($"Token {token} continues no list of terms here.", nameof(token));
            }

            if (cursor.IsInTerm && before.IsInTerm)
            {
                term.Add(next);
            }
            else if (before.IsInTerm)
            {
                terms = [.. terms, [.. term]];
                term.Clear();
            }
        }

        _states.Add(new State(cursor, terms, [.. term]));
        return _states.Count - 1;
    }

    private int[] FindAllowed(State state)
    {
        if (!_allowed.TryGetValue(state.Cursor, out var allowed))
        {
            List<int> found = [];
            Collect(TokenByteTrie.Root, state.Cursor, state.Cursor.Term + 1, found);
            allowed = [.. found.Order()];
            _allowed.Add(state.Cursor, allowed);
        }

        // Only where the term under way may still become an earlier one is there something to look at token by token.
        var mayRepeat = !state.Cursor.IsInTerm || state.Terms.Exists(term => term.AsSpan().StartsWith(state.Term));
        return state.Terms.Count > 0 && mayRepeat ? Array.FindAll(allowed, token => KeepsTermsDistinct(state, token)) : allowed;
    }

    /// <summary>Adds the tokens below a node. One token may end one term and no more, so that two within it need not be compared.</summary>
    private void Collect(int node, TermListCursor cursor, int lastTerm, List<int> found)
    {
        found.AddRange(_tokens.TokensAt(node));
        var (first, end) = _tokens.ChildrenOf(node);
        for (var child = first; child < end; child++)
        {
            var next = cursor;
            if (_grammar.TryStep(ref next, _tokens.ByteOf(child)) && next.Term <= lastTerm)
            {
                Collect(child, next, lastTerm, found);
            }
        }
    }

    private bool KeepsTermsDistinct(State state, int token)
    {
        var bytes = _tokens.Vocabulary[token];
        Span<byte> term = stackalloc byte[state.Term.Length + bytes.Length];
        state.Term.CopyTo(term);
        var (cursor, length) = (state.Cursor, state.Term.Length);
        foreach (var next in bytes)
        {
            var before = cursor;
            _grammar.TryStep(ref cursor, next);
            if (cursor.IsInTerm && before.IsInTerm)
            {
                term[length++] = next;
            }

            // A full term has no way on but its end, so it must not be an earlier one either.
            var isWhole = (before.IsInTerm && !cursor.IsInTerm) || cursor.Characters == TermNormalForm.MaximumLength;
            if (isWhole && Contains(state.Terms, term[..length]))
            {
                return false;
            }

            length = cursor.IsInTerm ? length : 0;
        }

        return true;
    }

    private static bool Contains(List<byte[]> terms, ReadOnlySpan<byte> term)
    {
        foreach (var other in terms)
        {
            if (term.SequenceEqual(other))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Cursor">The place in the list.</param>
    /// <param name="Terms">The terms that are complete.</param>
    /// <param name="Term">Bytes of the term under way.</param>
    private sealed record State(TermListCursor Cursor, List<byte[]> Terms, byte[] Term)
    {
        public int[]? Allowed { get; set; }
    }
}
