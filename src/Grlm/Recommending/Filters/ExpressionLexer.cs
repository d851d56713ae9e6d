using System.Globalization;
using System.Text;

namespace Grlm;

/// <summary>Cuts an expression into tokens.</summary>
internal static class ExpressionLexer
{
    private static readonly string[] _signs = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", "."];

    /// <summary>Reads all tokens; the last one is the end.</summary>
    /// <exception cref="InvalidInputException">There is a character that belongs to none, or a text without its end.</exception>
    public static IReadOnlyList<ExpressionToken> Read(string text)
    {
        var tokens = new List<ExpressionToken>();
        var place = 0;
        while (true)
        {
            while (place < text.Length && char.IsWhiteSpace(text[place]))
            {
                place++;
            }

            if (place == text.Length)
            {
                tokens.Add(new ExpressionToken(ExpressionTokenKind.End, "", 0, place + 1));
                return tokens;
            }

            var (token, end) = ReadOne(text, place);
            tokens.Add(token);
            place = end;
        }
    }

    private static (ExpressionToken Token, int End) ReadOne(string text, int start)
    {
        var first = text[start];
        if (first is '"' or '\'')
        {
            return ReadText(text, start);
        }

        if (char.IsAsciiDigit(first) || (first is '-' or '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            return ReadNumber(text, start);
        }

        if (char.IsLetter(first) || first == '_')
        {
            var end = EndOf(text, start, letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');
            return (new ExpressionToken(ExpressionTokenKind.Name, text[start..end], 0, start + 1), end);
        }

        var sign = Array.Find(_signs, sign => text.AsSpan(start).StartsWith(sign, StringComparison.Ordinal));
        if (sign is not null)
        {
            return (new ExpressionToken(ExpressionTokenKind.Sign, sign, 0, start + 1), start + sign.Length);
        }

        throw ExpressionToken.Fault(start + 1, first switch
        {
            '=' => "'=' stands alone. Write '==' to compare.",
            '&' or '|' => $"'{first}' stands alone. Write '{first}{first}'.",
            _ => $"'{Rune.GetRuneAt(Repaired(text), start)}' means nothing here.",
        });
    }

    /// <summary>Reads a number: <c>12</c>, <c>-3.5</c>, <c>.5</c>, <c>1e6</c>.</summary>
    private static (ExpressionToken Token, int End) ReadNumber(string text, int start)
    {
        var end = EndOf(text, start + 1, letter => char.IsLetterOrDigit(letter) || letter is '.' or '_');
        if (end < text.Length && text[end] is '-' or '+' && text[end - 1] is 'e' or 'E')
        {
            end = EndOf(text, end + 1, char.IsLetterOrDigit);
        }

        var digits = text[start..end];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (new ExpressionToken(ExpressionTokenKind.Number, digits, number, start + 1), end)
            : throw ExpressionToken.Fault(start + 1,
                $"'{Readable.Cut(digits, 40)}' is no number. Write numbers as 1234.5, texts in quotes.");
    }

    /// <summary>Reads a text in single or double quotes; a backslash takes the next character as it is.</summary>
    private static (ExpressionToken Token, int End) ReadText(string text, int start)
    {
        var content = new StringBuilder();
        for (var place = start + 1; place < text.Length; place++)
        {
            if (text[place] == text[start])
            {
                return (new ExpressionToken(ExpressionTokenKind.Text, content.ToString(), 0, start + 1), place + 1);
            }

            place += text[place] == '\\' && place + 1 < text.Length ? 1 : 0;
            content.Append(text[place]);
        }

        throw ExpressionToken.Fault(start + 1, $"The text that begins here has no end. Close it with {text[start]}.");
    }

    private static int EndOf(string text, int start, Func<char, bool> belongs)
    {
        var end = start;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Repairs a text: half a character becomes a question mark, so that it can be named.</summary>
    private static string Repaired(string text)
        => string.Concat(text.EnumerateRunes().Select(rune => rune == Rune.ReplacementChar ? "?" : rune.ToString()));
}

/// <summary>Holds one token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the sign, or the text without its quotes.</param>
/// <param name="Number">The number that it is, if it is one.</param>
/// <param name="Position">Place of its first character, the first of all being 1.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, double Number, int Position)
{
    /// <summary>Tells whether it is this sign, or this word in upper or lower case.</summary>
    public bool Is(string symbol) => Kind switch
    {
        ExpressionTokenKind.Sign => Text == symbol,
        ExpressionTokenKind.Name => Text.Equals(symbol, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Makes the error of an expression that can't be read.</summary>
    /// <param name="position">Where, the first character being 1.</param>
    /// <param name="problem">What is wrong and what to do about it.</param>
    public static InvalidInputException Fault(int position, string problem) => new($"Filter, position {position}: {problem}");

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ExpressionTokenKind.End => "the end",
        ExpressionTokenKind.Text => $"\"{Readable.Cut(Text, 40)}\"",
        _ => $"'{Readable.Cut(Text, 40)}'",
    };
}

/// <summary>Names what a token of an expression is.</summary>
internal enum ExpressionTokenKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}
