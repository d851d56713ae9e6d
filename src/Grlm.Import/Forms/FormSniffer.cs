using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Grlm.Import;

/// <summary>
/// Tells the form of a file from its beginning, its name, and what the user says of it. The content counts more than the name: a
/// <c>.csv</c> may be separated by semicolons, a <c>.json</c> hold a list, and a pipe has no name at all.
/// </summary>
internal sealed class FormSniffer
{
    private const int HeadBytes = 1 << 16;
    private const int HeadRows = 4;

    private static readonly string[] _separators = [",", "\t", ";", "|", "::"];

    private readonly FileContent _content;
    private readonly FormHints _hints;
    private readonly string _extension;
    private readonly string _text;
    private readonly FileForm _base;
    private readonly string[] _rows;

    private FormSniffer(string path, FileContent content, FormHints hints)
    {
        (_content, _hints) = (content, hints);
        var name = Path.GetFileName(path);
        var isNamedGzip = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        _extension = Path.GetExtension(isNamedGzip ? name[..^3] : name).ToLowerInvariant();
        var (head, isGzip) = ReadHead(path, isNamedGzip);
        var recognized = hints.Encoding ?? TextEncodings.Recognize(head);
        var encoding = recognized is null || TextEncodings.IsUtf8(recognized) ? null : recognized;
        _text = (encoding is null ? Encoding.UTF8 : TextEncodings.Lenient(encoding)).GetString(head).TrimStart('\uFEFF');
        _base = new FileForm
        {
            Format = InputFormat.Delimited,
            IsGzip = isGzip,
            Encoding = encoding,
            LineEnd =
                (byte)(_text.Contains('\r', StringComparison.Ordinal) && !_text.Contains('\n', StringComparison.Ordinal) ? '\r' : '\n'),
        };
        var lines = _text.Split(['\n', '\r'], HeadRows + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _rows = [.. lines.Take(lines.Length > HeadRows ? HeadRows : lines.Length)];
    }

    /// <summary>Returns the form of a file; null where it is none that the import knows.</summary>
    public static FileForm? Recognize(string path, FileContent content, FormHints hints)
        => new FormSniffer(path, content, hints).Recognize();

    private FileForm? Recognize()
    {
        if (_extension == ".parquet" || _text.StartsWith("PAR1", StringComparison.Ordinal))
            return _base.IsGzip ? null : _base with { Format = InputFormat.Parquet };
        var isTable = _extension is ".csv" or ".tsv" or ".dat" or ".inter" or ".item";
        if (!isTable && (_extension is ".jsonl" or ".ndjson" or ".json" || _text.TrimStart() is ['{' or '[', ..]))
            return _base with { Format = JsonFormat() };
        return TableWithHeader() ?? TableWithoutHeader() ?? Sequences()
            ?? (isTable || _hints.Separator is not null ? UnknownTable() : null);
    }

    private InputFormat JsonFormat()
    {
        // Objects one a line are read so, whatever they are like: a line that is bad then costs itself alone.
        var first = _rows.Length > 0 ? _rows[0] : string.Empty;
        return first.StartsWith('[') || first is "{" ? InputFormat.JsonElements
            : first.Length > 1 && first[0] == '{' && first[1..].TrimStart() is ['\'', ..] or ['u', '\'', ..] or ['u', '"', ..]
            ? InputFormat.PythonLines
            : InputFormat.JsonLines;
    }

    private FileForm? TableWithHeader()
    {
        if (_hints.NoHeader || _rows.Length == 0)
            return null;
        var found = Separators()
            .Select(separator => (separator, roles: RolesIn(separator)))
            .Where(found => KnownColumns.RequiredOf(_content).All(found.roles.Contains))
            .ToList();
        if (found.Count == 0)
            return null;
        var best = found.MaxBy(found => found.roles.Count).separator;
        return _base with
        {
            Separator = best,
            Layout = FieldsOf(_rows[0], best).Any(name => KnownColumns.TypeOf(name).Length > 0) ? "RecBole" : null
        };
    }

    private FileForm? TableWithoutHeader()
    {
        // Where the user names columns by number, that is the layout.
        if (_hints.Columns.Any(column => _hints.NoHeader || column.Column.All(char.IsAsciiDigit)))
            return UnknownTable();
        var fitting =
            from layout in KnownLayout.All
            where layout.Content == _content && _extension != ".txt"
            from separator in layout.Separators
            where _hints.Separator is null || _hints.Separator == separator
            where _rows.Length > 0
                && _rows.All(row => FieldsOf(row, separator) is var fields && fields.Length == layout.Columns.Length
                    && layout.IsRow(fields))
            select _base with
            {
                Separator = separator,
                Columns = layout.Columns,
                Layout = layout.Name,
                MayBeLatin1 = _base.Encoding is null && layout.Content is FileContent.Items,
            };
        return fitting.FirstOrDefault();
    }

    private FileForm? Sequences()
        => _content is FileContent.Interactions
            && (_extension == ".txt" || (_extension is "" && _hints.Separator is null && _rows.Length > 0 && _rows.All(IsSequence)))
            ? _base with { Format = InputFormat.Sequences }
            : null;

    private FileForm UnknownTable()
    {
        var separator = Separators().MaxBy(separator => _rows.Length == 0 ? 0 : FieldsOf(_rows[0], separator).Length)!;
        var isNumbered = _hints.NoHeader
            || (_hints.Columns.Count > 0 && _hints.Columns.All(column => column.Column.All(char.IsAsciiDigit)));
        return _base with
        {
            Separator = separator,
            Columns = isNumbered && _rows.Length > 0 ? [.. FieldsOf(_rows[0], separator).Select((_, place) => $"{place + 1}")] : null,
        };
    }

    private string[] Separators()
        => _hints.Separator is { } said ? [said]
            : _extension is ".tsv" or ".inter" or ".item" ? ["\t", .. _separators.Where(separator => separator != "\t")]
            : _extension == ".dat" ? ["::", .. _separators.SkipLast(1)]
            : _separators;

    private HashSet<FieldRole> RolesIn(string separator)
    {
        var plan = new ColumnPlan(_content, _hints);
        return [.. FieldsOf(_rows[0], separator).Select(plan.Find).OfType<(FieldRole Role, int Rank)>().Select(found => found.Role)];
    }

    private static bool IsSequence(string row)
        => row.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is [var user, _, ..] && user.All(char.IsAsciiDigit);

    // Good enough for a look: quotes are honoured within a line.
    private static string[] FieldsOf(string row, string separator)
    {
        List<string> fields = [];
        var start = 0;
        while (true)
        {
            var isQuoted = separator is [not '\t'] && start < row.Length && row[start] == '"';
            var close = isQuoted ? row.IndexOf('"' + separator, start + 1, StringComparison.Ordinal) + 1 : start;
            var end = isQuoted && close == 0 ? -1 : row.IndexOf(separator, close, StringComparison.Ordinal);
            fields.Add((end < 0 ? row[start..] : row[start..end]).Trim().Trim('"'));
            if (end < 0)
                return [.. fields];
            start = end + separator.Length;
        }
    }

    private static (byte[] Head, bool IsGzip) ReadHead(string path, bool isNamedGzip)
    {
        using var file = UserFile.Open(path);
        var mark = new byte[2];
        var isGzip = isNamedGzip || (file.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [0x1F, 0x8B]);
        file.Position = 0;
        using Stream text = isGzip ? new GZipInputStream(file) { IsStreamOwner = false } : file;
        var head = new byte[HeadBytes];
        var length = 0;
        try
        {
            for (int read; length < head.Length && (read = text.Read(head, length, head.Length - length)) > 0;)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
        {
            // Whoever reads the file says so, with the place.
        }

        return (head[..length], isGzip);
    }
}

/// <summary>Encodings of text: by name, and by what a file begins with.</summary>
internal static class TextEncodings
{
    /// <summary>
    /// Returns the encoding of a name: <c>latin-1</c>, <c>windows-1252</c>, <c>utf-16</c>, <c>shift_jis</c>; bytes that are none of its
    /// characters are an error.
    /// </summary>
    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static Encoding Named(string name)
    {
        var known = name.Trim().ToLowerInvariant() switch
        {
            "latin-1" or "latin1" or "iso8859-1" => "iso-8859-1",
            "cp1252" or "ansi" => "windows-1252",
            "utf8" => "utf-8",
            var other => other,
        };
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOptionsException(
                $"There is no encoding '{name}'. Take utf-8, utf-16, latin-1, windows-1252, shift_jis, gb18030 or another of IANA's names.",
                e);
        }
    }

    /// <summary>
    /// Returns the encoding that a file certainly has by its first bytes; null where they say nothing, which is UTF-8 until a line proves
    /// otherwise.
    /// </summary>
    public static Encoding? Recognize(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Strict("utf-32"),
        [0, 0, 0xFE, 0xFF, ..] => Strict("utf-32BE"),
        [0xFF, 0xFE, ..] => Strict("utf-16"),
        [0xFE, 0xFF, ..] => Strict("utf-16BE"),

        // Without a mark: two ASCII characters, each beside a zero byte.
        [> 0, 0, > 0, 0, ..] => Strict("utf-16"),
        [0, > 0, 0, > 0, ..] => Strict("utf-16BE"),
        _ => null,
    };

    /// <summary>Tells whether this is the encoding that everything here is read as.</summary>
    public static bool IsUtf8(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage;

    /// <summary>
    /// Returns the same encoding, which gives a mark for bytes that are none of its characters: for a look at a text that may be cut
    /// anywhere.
    /// </summary>
    public static Encoding Lenient(Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient;
    }

    private static Encoding Strict(string name)
        => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
