using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Grlm.Import;

/// <summary>
/// Reads what Python's <c>repr</c> writes of dictionaries, lists, tuples, texts, numbers, True, False and None, and what its <c>json</c>
/// writes that is not JSON (<c>NaN</c>), and gives it as JSON. It is a parser of literals alone: nothing is looked up, called or run. What
/// is not a number (nan, inf) is null.
/// </summary>
internal ref struct PythonLiteral
{
    private const int MaximumDepth = 60;

    private readonly string _text;
    private readonly Utf8JsonWriter _writer;
    private int _position;

    private PythonLiteral(string text, Utf8JsonWriter writer) => (_text, _writer) = (text, writer);

    /// <summary>Reads a literal.</summary>
    /// <param name="utf8">The text, as UTF-8.</param>
    /// <param name="json">The same value as JSON.</param>
    /// <param name="problem">What is wrong, with the character's place; empty where nothing is.</param>
    public static bool TryConvert(ReadOnlySpan<byte> utf8, out ReadOnlyMemory<byte> json, out string problem)
    {
        var buffer = new ArrayBufferWriter<byte>(utf8.Length + 16);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = MaximumDepth + 1, SkipValidation = true });
        var literal = new PythonLiteral(Encoding.UTF8.GetString(utf8), writer);
        try
        {
            literal.ReadValue(0);
            literal.SkipSpace();
            if (literal._position < literal._text.Length)
                throw literal.Wrong("text follows the value");
            writer.Flush();
            (json, problem) = (buffer.WrittenMemory, string.Empty);
            return true;
        }
        catch (FormatException e)
        {
            (json, problem) = (default, e.Message);
            return false;
        }
    }

    private void ReadValue(int depth)
    {
        if (depth > MaximumDepth)
            throw Wrong("values are nested too deeply");
        SkipSpace();
        switch (Peek())
        {
            case '{':
                ReadDictionary(depth);
                break;
            case '[':
                ReadList(depth, ']');
                break;
            case '(':
                ReadList(depth, ')');
                break;
            case '\'' or '"':
                _writer.WriteStringValue(ReadText());
                break;
            case 'u' when Peek(1) is '\'' or '"':
                _position++;
                _writer.WriteStringValue(ReadText());
                break;
            case >= '0' and <= '9' or '-' or '+' or '.':
                ReadNumber();
                break;
            default:
                ReadWord();
                break;
        }
    }

    private void ReadDictionary(int depth)
    {
        _writer.WriteStartObject();
        _position++;
        while (!Take('}'))
        {
            if (Peek() is 'u')
                _position++;
            if (Peek() is not ('\'' or '"'))
                throw Wrong("a key in quotes is expected");
            var key = ReadText();
            if (!Take(':'))
                throw Wrong("':' is expected");
            _writer.WritePropertyName(key);
            ReadValue(depth + 1);
            if (!Take(',') && !At('}'))
                throw Wrong("',' or '}' is expected");
        }

        _writer.WriteEndObject();
    }

    private void ReadList(int depth, char end)
    {
        _writer.WriteStartArray();
        _position++;
        while (!Take(end))
        {
            ReadValue(depth + 1);
            if (!Take(',') && !At(end))
                throw Wrong($"',' or '{end}' is expected");
        }

        _writer.WriteEndArray();
    }

    private string ReadText()
    {
        var text = new StringBuilder();
        var quote = _text[_position++];
        while (true)
        {
            var next = Peek();
            if (next == '\0')
                throw Wrong("a text is not closed");
            _position++;
            if (next == quote)
                break;
            if (next == '\\')
                ReadEscape(text);
            else
                text.Append(next);
        }

        var read = text.ToString();
        for (var place = 0; place < read.Length; place++)
        {
            if (char.IsSurrogate(read[place]) && !(place + 1 < read.Length && char.IsSurrogatePair(read[place], read[++place])))
                throw Wrong("a text holds half of a surrogate pair");
        }

        return read;
    }

    private void ReadEscape(StringBuilder text)
    {
        var next = Peek();
        _position++;
        switch (next)
        {
            case '\'' or '"' or '\\' or '/':
                text.Append(next);
                break;
            case 'n':
                text.Append('\n');
                break;
            case 't':
                text.Append('\t');
                break;
            case 'r':
                text.Append('\r');
                break;
            case 'a' or 'b' or 'f' or 'v':
                text.Append(' ');
                break;
            case 'x':
                text.Append((char)ReadHex(2));
                break;
            case 'u':
                text.Append((char)ReadHex(4));
                break;
            case 'U':
                var rune = ReadHex(8);
                text.Append(Rune.IsValid(rune) ? char.ConvertFromUtf32(rune) : throw Wrong("there is no such character"));
                break;
            default:
                throw Wrong("there is no such escape");
        }
    }

    private int ReadHex(int digits)
    {
        if (_position + digits > _text.Length
            || !int.TryParse(_text.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Wrong($"{digits} hexadecimal digits are expected");
        _position += digits;
        return value;
    }

    private void ReadNumber()
    {
        var start = _position;
        while (Peek() is >= '0' and <= '9' or '-' or '+' or '.' or 'e' or 'E')
        {
            _position++;
        }

        var digits = _text.AsSpan(start, _position - start);
        if (digits is "-" && Peek() is 'i' or 'I' or 'n' or 'N')
        {
            ReadWord();
            return;
        }

        // What JSON would refuse to the letter (5., .5, +5) is written as the number that it is.
        var unsigned = digits.TrimStart('-');
        if (unsigned is ['0', >= '0' and <= '9', ..])
            throw Wrong("a number begins with 0");
        if (digits.Length - unsigned.Length <= 1 && !unsigned.IsEmpty && !unsigned.ContainsAnyExceptInRange('0', '9'))
            _writer.WriteRawValue(digits.ToString(), skipInputValidation: true);
        else if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            _writer.WriteNumberValue(number);
        else
            throw Wrong("this is no number");
        if (Peek() is 'L' or 'l')
            _position++;
    }

    private void ReadWord()
    {
        var start = _position;
        while (char.IsAsciiLetter(Peek()))
        {
            _position++;
        }

        switch (_text[start.._position])
        {
            case "True" or "true":
                _writer.WriteBooleanValue(true);
                break;
            case "False" or "false":
                _writer.WriteBooleanValue(false);
                break;
            case "None" or "null" or "nan" or "NaN" or "inf" or "Infinity":
                _writer.WriteNullValue();
                break;
            default:
                _position = start;
                throw Wrong("a dictionary, list, text, number, True, False or None is expected");
        }
    }

    private bool Take(char sign)
    {
        if (!At(sign))
            return false;
        _position++;
        SkipSpace();
        return true;
    }

    private bool At(char sign)
    {
        SkipSpace();
        return Peek() == sign;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private readonly char Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private readonly FormatException Wrong(string problem) => new($"{problem} at character {_position + 1}");
}
