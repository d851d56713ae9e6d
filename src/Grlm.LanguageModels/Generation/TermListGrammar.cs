using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents an automaton over the bytes of a list of terms: so many terms, in a form, each of characters that are in normal form, none
/// longer than <see cref="TermNormalForm.MaximumLength"/>. From every place it reaches the end. That terms differ is not its matter.
/// Immutable.
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
        (_open, _separator, _close) = (Encoding.UTF8.GetBytes(form.Open), Encoding.UTF8.GetBytes(form.Separator),
            Encoding.UTF8.GetBytes(form.Close));
        (_count, _asciiOnly) = (count, asciiOnly);
    }

    /// <summary>Gets the place before the list.</summary>
    public static TermListCursor Start => default;

    /// <summary>Takes a byte.</summary>
    /// <param name="cursor">The place; afterwards that behind the byte.</param>
    /// <param name="next">The byte.</param>
    /// <returns>False where the byte cannot stand there.</returns>
    public bool TryStep(ref TermListCursor cursor, byte next)
    {
        if (!cursor.IsInTerm)
        {
            var literal = LiteralBefore(cursor.Term);
            return cursor.Literal < literal.Length && literal[cursor.Literal] == next
                && PassLiteral(ref cursor, cursor.Term, cursor.Literal + 1);
        }

        var mayEnd = cursor is { Pending: 0, Last: TermCharacterKind.Letter or TermCharacterKind.Tail };
        return mayEnd && LiteralBefore(cursor.Term + 1)[0] == next
            ? PassLiteral(ref cursor, cursor.Term + 1, 1)
            : TryStepInTerm(ref cursor, next);
    }

    private byte[] LiteralBefore(int term) => term == 0 ? _open : term == _count ? _close : _separator;

    private bool PassLiteral(ref TermListCursor cursor, int term, int literal)
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
            case OperationStatus.NeedMoreData when bytes.Length > 0 && !_asciiOnly && !IsLastPlace(cursor)
                && TermCharacters.CanBecomeLetter(pending):
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

    /// <summary>
    /// Returns the last place of a term takes a character of one byte: there are always enough of them to make the term a new one.
    /// </summary>
    private static bool IsLastPlace(TermListCursor cursor) => cursor.Characters == TermNormalForm.MaximumLength - 1;
}

/// <summary>Describes a place in the text of a list of terms, as far as the next bytes depend on it.</summary>
/// <param name="Term">The term that it is in or before; the number of terms behind the last.</param>
/// <param name="Literal">Bytes passed of what stands before <paramref name="Term"/>; -1 inside the term.</param>
/// <param name="Characters">Whole characters of the term passed.</param>
/// <param name="Last">Kind of the last of them.</param>
/// <param name="Pending">Bytes passed of the character under way, the last one lowest; 0 for none.</param>
internal readonly record struct TermListCursor(int Term, int Literal, int Characters, TermCharacterKind Last, int Pending)
{
    /// <summary>Tells whether it is inside a term.</summary>
    public bool IsInTerm => Literal < 0;
}

/// <summary>Describes how a list of terms is written. No part may begin with a character that terms have.</summary>
/// <param name="Open">Before the first term.</param>
/// <param name="Separator">Between two terms.</param>
/// <param name="Close">After the last.</param>
public sealed record TermListForm(string Open, string Separator, string Close)
{
    /// <summary><c>[hair-mask, citrus]</c></summary>
    public static TermListForm Bracketed { get; } = new("[", ", ", "]");

    /// <summary><c>["hair-mask", "citrus"]</c></summary>
    public static TermListForm Json { get; } = new("[\"", "\", \"", "\"]");

    /// <summary>Returns the form <c>{"terms": ["hair-mask", "citrus"]}</c></summary>
    /// <param name="property">Name of the property, as JSON writes it between its quotes.</param>
    public static TermListForm JsonObject(string property) => new($"{{\"{property}\": {Json.Open}", Json.Separator, Json.Close + "}");
}

/// <summary>
/// Holds the characters that a generated term consists of: those that are in <see cref="TermNormalForm"/> whatever stands beside them.
/// Lower-case letters, letters of scripts without case, digits and a few signs; no combining marks, which might compose. (A small sigma
/// alone may come out as its other form.)
/// </summary>
internal static class TermCharacters
{
    /// <summary>Holds the planes behind hold no letters.</summary>
    private const int EndOfLetters = 0x40000;

    private static readonly BitArray _letters = FindLetters();
    private static readonly HashSet<int> _beginnings = FindBeginnings();

    /// <summary>Returns where a character may stand.</summary>
    public static TermCharacterKind KindOf(Rune rune) => rune.Value switch
    {
        '-' or '.' or '&' or '\'' => TermCharacterKind.Joiner,
        '%' or '+' => TermCharacterKind.Tail,
        _ => IsLetter(rune) ? TermCharacterKind.Letter : TermCharacterKind.None,
    };

    /// <summary>Tells whether bytes that begin a character of UTF-8 can become a letter.</summary>
    /// <param name="bytes">One to three bytes, the last one lowest.</param>
    public static bool CanBecomeLetter(int bytes) => _beginnings.Contains(bytes);

    private static bool IsLetter(Rune rune) => rune.Value < _letters.Length && _letters[rune.Value];

    private static BitArray FindLetters()
    {
        var letters = new BitArray(EndOfLetters);
        for (var value = 0; value < EndOfLetters; value++)
        {
            letters[value] = Rune.TryCreate(value, out var rune)
                && Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
                && value is not (>= 0x1160 and <= 0x11FF) // the Hangul letters that compose with the one before
                && TermNormalForm.TryNormalize(rune.ToString(), out var term)
                && term == rune.ToString();
        }

        return letters;
    }

    private static HashSet<int> FindBeginnings()
    {
        var beginnings = new HashSet<int>();
        Span<byte> bytes = stackalloc byte[4];
        for (var value = 0x80; value < EndOfLetters; value++)
        {
            if (_letters[value])
            {
                var length = new Rune(value).EncodeToUtf8(bytes);
                for (var (count, packed) = (1, (int)bytes[0]); count < length; packed = (packed << 8) | bytes[count++])
                {
                    beginnings.Add(packed);
                }
            }
        }

        return beginnings;
    }
}

/// <summary>Says where a character may stand in a term.</summary>
internal enum TermCharacterKind
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Anywhere.</summary>
    Letter,

    /// <summary>Between two others.</summary>
    Joiner,

    /// <summary>Behind another one.</summary>
    Tail,
}
