using System.Text;

namespace Grlm.Serving;

/// <summary>Refuses what not every database can hold, before it is queued beside the writes of others.</summary>
internal static class StoreGuard
{
    /// <summary>Counts the characters that an id may have: what an index of PostgreSQL takes, in any language.</summary>
    public const int LongestKey = 512;

    /// <summary>Returns the id, user, name or type.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long, or no text.</exception>
    public static string Key(string text, string what)
        => text is not { Length: > 0 and <= LongestKey }
            ? throw new InvalidInputException($"{what} has {text?.Length ?? 0} characters. Give it 1 to {LongestKey}.")
            : Text(text, what);

    /// <summary>Returns the text.</summary>
    /// <exception cref="InvalidInputException">It holds a zero character, or half a surrogate pair.</exception>
    public static string Text(string text, string what)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || rune.Value == 0)
            {
                throw new InvalidInputException(
                    $"{what} holds a character that is none (U+{(int)rest[0]:X4}) at position {text.Length - rest.Length}. Leave it out.");
            }

            rest = rest[length..];
        }

        return text;
    }

    /// <summary>Returns the number.</summary>
    /// <exception cref="InvalidInputException">It is infinite or none.</exception>
    public static double? Number(double? number, string what)
        => number is null || double.IsFinite(number.Value)
            ? number
            : throw new InvalidInputException($"{what} is {number}. Give a number, or leave it out.");
}
