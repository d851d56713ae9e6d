using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Reads one token inside a tag of a chat template.</summary>
internal static class TemplateTokenReader
{
    private static readonly string[] _operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ","];

    /// <returns>The token and its length in the source.</returns>
    public static (TemplateToken Token, int Length) Read(string source, int at, int line)
    {
        if (at >= source.Length)
        {
            throw new TemplateFault("a tag does not end");
        }

        var first = source[at];
        if (first is '\'' or '"')
        {
            return ReadString(source, at, line);
        }

        if (char.IsAsciiLetter(first) || first == '_')
        {
            return Take(TemplateTokenKind.Name,
                LengthWhile(source, at, character => char.IsAsciiLetterOrDigit(character) || character == '_'));
        }

        if (char.IsAsciiDigit(first))
        {
            var whole = LengthWhile(source, at, char.IsAsciiDigit);
            var isFraction = at + whole + 1 < source.Length && source[at + whole] == '.' && char.IsAsciiDigit(source[at + whole + 1]);
            return Take(TemplateTokenKind.Number, isFraction ? whole + 1 + LengthWhile(source, at + whole + 1, char.IsAsciiDigit) : whole);
        }

        var found = Array.Find(_operators, candidate => source.AsSpan(at).StartsWith(candidate, StringComparison.Ordinal));
        return found is null ? throw TemplateFault.Unknown($"the character '{first}' in a tag")
            : Take(TemplateTokenKind.Operator, found.Length);

        (TemplateToken, int) Take(TemplateTokenKind kind, int length)
            => (new TemplateToken(kind, source.Substring(at, length), line), length);
    }

    private static int LengthWhile(string source, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < source.Length && belongs(source[end]))
        {
            end++;
        }

        return end - at;
    }

    private static (TemplateToken Token, int Length) ReadString(string source, int start, int line)
    {
        var text = new StringBuilder();
        var at = start + 1;
        while (at < source.Length && source[at] != source[start])
        {
            if (source[at] == '\\')
            {
                at += 1 + ReadEscape(source.AsSpan(at + 1), text);
            }
            else
            {
                text.Append(source[at++]);
            }
        }

        return at < source.Length
            ? (new TemplateToken(TemplateTokenKind.String, text.ToString(), line), at + 1 - start)
            : throw new TemplateFault("a string does not end");
    }

    /// <summary>Reads one of Python's escapes; a backslash before anything else stays.</summary>
    private static int ReadEscape(ReadOnlySpan<char> rest, StringBuilder text)
    {
        var digits = rest.IsEmpty ? 0 : rest[0] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (rest.Length <= digits || !uint.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, null, out var point)
                || !Rune.TryCreate(point, out var rune))
            {
                throw TemplateFault.Unknown($"the escape \\{rest[..Math.Min(rest.Length, digits + 1)]}");
            }

            text.Append(rune);
            return digits + 1;
        }

        var plain = rest.IsEmpty ? -1 : "\n\\'\"ntrbfva".IndexOf(rest[0]);
        text.Append(plain switch { < 0 => "\\", 0 => "", _ => "\\'\"\n\t\r\b\f\v\a"[plain - 1].ToString() });
        return plain < 0 ? 0 : 1;
    }
}

/// <summary>Describes a token of a chat template and the line that it begins on, from one.</summary>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Line);
