using System.Text;

namespace Grlm.Import;

/// <summary>
/// Reads the rows of a table: fields with something between them. Where that is one sign other than a tab, fields may be quoted (RFC 4180:
/// a quoted field may hold separators, doubled quotes and line ends).
/// </summary>
internal sealed class DelimitedReader : IDisposable
{
    private readonly InputFile _file;
    private readonly RowFaults _faults;
    private readonly LineReader _lines;
    private readonly byte[] _separator;
    private readonly bool _quoting;
    private readonly List<Range> _fields = [];
    private readonly List<byte> _joined = [];
    private ReadOnlyMemory<byte> _record;

    /// <param name="file">The file to read.</param>
    /// <param name="faults">Told of rows that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <exception cref="GrlmException">The file cannot be opened.</exception>
    public DelimitedReader(InputFile file, RowFaults faults, ImportProgress progress)
    {
        (_file, _faults, _lines) = (file, faults, new LineReader(file, faults, progress));
        (_separator, _quoting) = (Encoding.UTF8.GetBytes(file.Form.Separator), file.Form.HasQuotes);
        Columns = file.Form.Columns ?? (ReadRecord() ? [.. Enumerable.Range(0, _fields.Count).Select(Field)] : []);
    }

    /// <summary>Names of the columns, of the header or as the form of the file has them.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the one-based line on which the current row starts.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Moves to the next row that can be read; false at the end of the file.</summary>
    public bool Read()
    {
        while (ReadRecord())
        {
            if (_fields.Count == Columns.Count)
                return true;
            _faults.Add(
                _file,
                LineNumber,
                DropReasons.MalformedRow,
                $"the row has {_fields.Count} fields, the header {Columns.Count}.",
                _quoting ? $"Quote fields that hold '{_file.Form.Separator}'." : "Take what separates fields out of them.");
        }

        return false;
    }

    /// <summary>Returns the trimmed text of a field of the current row; empty for column -1.</summary>
    public string Field(int column)
    {
        if (column < 0)
            return string.Empty;
        var field = _record.Span[_fields[column]];
        return TrimmedText.Of(IsQuoted(field)
            ? Encoding.UTF8.GetString(field[1..^1]).Replace("\"\"", "\"", StringComparison.Ordinal) : Encoding.UTF8.GetString(field));
    }

    /// <summary>
    /// Returns a field that may be missing: empty also where a program has written its word for nothing, unless it is quoted.
    /// </summary>
    public string OptionalField(int column)
        => Field(column) is var text && FieldText.StandsForNothing(text) && !IsQuoted(_record.Span[_fields[column]]) ? string.Empty : text;

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private bool IsQuoted(ReadOnlySpan<byte> field) => _quoting && field.Length > 0 && field[0] == '"';

    private bool ReadRecord()
    {
        while (_lines.Read())
        {
            if (_lines.Line.Span.Trim(" \t"u8).IsEmpty)
                continue;
            LineNumber = _lines.LineNumber;
            _record = _lines.Line;
            if (!_quoting || !_record.Span.Contains((byte)'"'))
            {
                SplitPlain();
                return true;
            }

            if (SplitQuoted())
                return true;
        }

        return false;
    }

    private void SplitPlain()
    {
        _fields.Clear();
        var record = _record.Span;
        var start = 0;
        for (int length; (length = record[start..].IndexOf(_separator)) >= 0; start += length + _separator.Length)
        {
            _fields.Add(start..(start + length));
        }

        _fields.Add(start..record.Length);
    }

    private bool SplitQuoted()
    {
        _fields.Clear();
        _joined.Clear();
        _joined.AddRange(_record.Span);
        var start = 0;
        while (true)
        {
            var end = start < _joined.Count && _joined[start] == '"' ? EndOfQuoted(start) : EndOfPlain(start);
            if (end < 0)
                return false;
            _fields.Add(start..end);
            if (end == _joined.Count)
                break;
            if (_joined[end] != _separator[0])
            {
                _faults.Add(
                    _file,
                    LineNumber,
                    DropReasons.MalformedRow,
                    "text follows a closing quote.",
                    "Double the quotes inside a quoted field.");
                return false;
            }

            start = end + 1;
        }

        _record = _joined.ToArray();
        return true;
    }

    private int EndOfPlain(int start) => _joined.IndexOf(_separator[0], start) is var end and >= 0 ? end : _joined.Count;

    /// <summary>Returns the place after the closing quote; -1, with the fault told, where there is none.</summary>
    private int EndOfQuoted(int start)
    {
        var position = start + 1;
        while (true)
        {
            var quote = _joined.IndexOf((byte)'"', position);
            if (quote < 0)
            {
                position = _joined.Count;
                if (!JoinNextLine())
                    return -1;
            }
            else if (quote + 1 < _joined.Count && _joined[quote + 1] == '"')
            {
                position = quote + 2;
            }
            else
            {
                return quote + 1;
            }
        }
    }

    private bool JoinNextLine()
    {
        var before = _lines.LineNumber;
        if (!_lines.Read())
            return Refuse("a quote is opened here and never closed.");
        if (_joined.Count + _lines.Line.Length >= LineReader.MaximumLineLength)
            return Refuse($"a quoted field runs on for more than {LineReader.MaximumLineLength:N0} bytes.");

        // A line in between was bad and has been dropped: what is left is not the row that was meant.
        if (_lines.LineNumber != before + 1)
            return Refuse("a line inside a quoted field cannot be read.");
        _joined.Add((byte)'\n');
        _joined.AddRange(_lines.Line.Span);
        return true;
    }

    private bool Refuse(string problem)
    {
        _faults.Add(_file, LineNumber, DropReasons.MalformedRow, problem, "Close the quote, or double quotes that are part of the text.");
        return false;
    }
}
