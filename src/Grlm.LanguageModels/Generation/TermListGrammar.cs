using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// An automaton over the bytes of a list of terms: so many terms, in a form, each of characters that are in normal form, none longer than
/// <see cref="TermNormalForm.MaximumLength"/>. From every place it reaches the end. That terms differ is not its matter. Immutable.
/// </summary>
internal sealed class TermListGrammar
{
    private readonly byte[] _open;
    private readonly byte[] _separator;
    private readonly byte[] _close;
    private readonly int _count;
    private readonly bool _asciiOnly;

    /// <param name="form">How the list is written.</param>
    /// <param name="count">Number of terms.</param>
    /// <param name="asciiOnly">Whether characters are ASCII only.</param>
    public TermListGrammar(TermListForm form, int count, bool asciiOnly)
    {
        (_open, _separator, _close) = (Encoding.UTF8.GetBytes(form.Open), Encoding.UTF8.GetBytes(form.Separator), Encoding.UTF8.GetBytes(form.Close));
        (_count, _asciiOnly) = (count, asciiOnly);
    }

    /// <summary>The place before the list.</summary>
    public static TermListCursor Start => default;

    /// <summary>Whether the list is complete.</summary>
    public bool IsEnd(TermListCursor cursor) => cursor.Term == _count && cursor.Literal == _close.Length;

    /// <summary>Goes on a byte.</summary>
    /// <param name="cursor">The place; afterwards that behind the byte.</param>
    /// <param name="next">The byte.</param>
    /// <returns>False where the byte cannot stand there.</returns>
    public bool TryStep(ref TermListCursor cursor, byte next)
    {
        if (!cursor.IsInTerm)
        {
            var literal = LiteralBefore(cursor.Term);
            return cursor.Literal < literal.Length && literal[cursor.Literal] == next && Pass(ref cursor, cursor.Term, cursor.Literal + 1);
        }

        var mayEnd = cursor is { Pending: 0, Last: TermCharacterKind.Letter or TermCharacterKind.Tail };
        return mayEnd && LiteralBefore(cursor.Term + 1)[0] == next
            ? Pass(ref cursor, cursor.Term + 1, 1)
            : TryStepInTerm(ref cursor, next);
    }

    private byte[] LiteralBefore(int term) => term == 0 ? _open : term == _count ? _close : _separator;

    private bool Pass(ref TermListCursor cursor, int term, int literal)
    {
        var entersTerm = term < _count && literal == LiteralBefore(term).Length;
        cursor = new TermListCursor(term, entersTerm ? -1 : literal, 0, TermCharacterKind.None, 0);
        return true;
    }

    private bool TryStepInTerm(ref TermListCursor cursor, byte next)
    {
        if (cursor.Characters == TermNormalForm.MaximumLength)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[sizeof(int)];
        var pending = (cursor.Pending << 8) | next;
        BinaryPrimitives.WriteInt32BigEndian(buffer, pending);
        var bytes = buffer.TrimStart((byte)0);
        switch (Rune.DecodeFromUtf8(bytes, out var rune, out _))
        {
            case OperationStatus.Done when IsAllowed(cursor, rune, out var kind):
                cursor = cursor with { Characters = cursor.Characters + 1, Last = kind, Pending = 0 };
                return true;
            case OperationStatus.NeedMoreData when bytes.Length > 0 && !_asciiOnly && !IsLastPlace(cursor) && TermCharacters.CanBecomeLetter(pending):
                cursor = cursor with { Pending = pending };
                return true;
            default:
                return false;
        }
    }

    private static bool IsAllowed(TermListCursor cursor, Rune rune, out TermCharacterKind kind)
    {
        kind = TermCharacters.KindOf(rune);
        return kind switch
        {
            TermCharacterKind.Letter => true,
            TermCharacterKind.Joiner => !IsLastPlace(cursor) && cursor.Last is TermCharacterKind.Letter or TermCharacterKind.Tail,
            TermCharacterKind.Tail => cursor.Last is TermCharacterKind.Letter or TermCharacterKind.Tail,
            _ => false,
        };
    }

    /// <summary>The last place of a term takes a character of one byte: there are always enough of them to make the term a new one.</summary>
    private static bool IsLastPlace(TermListCursor cursor) => cursor.Characters == TermNormalForm.MaximumLength - 1;
}
