using System.Text.Unicode;

namespace Grlm.Import;

/// <summary>
/// Reads the elements of a JSON list, or objects that stand one after the other, over any number of lines, in constant memory: an element
/// that is too long is refused or skipped without being held. Whether an element is right is for its reader to say.
/// </summary>
internal sealed class JsonElementReader : ITextSource
{
    private const int ReadSize = 1 << 16;

    private readonly InputFile _file;
    private readonly RowFaults _faults;
    private readonly InputBytes _bytes;
    private readonly byte[] _buffer = new byte[LineReader.MaximumLineLength + (2 * ReadSize)];
    private int _start;
    private int _position;
    private int _end;
    private long _line = 1;
    private bool _isBegun;
    private bool _isList;
    private bool _isTooLong;

    /// <param name="file">The file to read.</param>
    /// <param name="faults">Told of elements that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <exception cref="GrlmException">The file cannot be opened.</exception>
    public JsonElementReader(InputFile file, RowFaults faults, ImportProgress progress)
        => (_file, _faults, _bytes) = (file, faults, new InputBytes(file, progress));

    /// <inheritdoc/>
    public long LineNumber { get; private set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <inheritdoc/>
    public bool Read()
    {
        while (FindElement())
        {
            LineNumber = _line;
            if (!SkipElement())
            {
                Fault(_line, "the file ends within an object.");
                return false;
            }

            Line = _buffer.AsMemory(_start.._position);
            if (_isTooLong || Line.Length > LineReader.MaximumLineLength)
                _faults.Add(_file, LineNumber, DropReasons.LineTooLong,
                    $"the object is longer than {LineReader.MaximumLineLength:N0} bytes.", "Shorten it.");
            else if (!Utf8.IsValid(Line.Span) || Line.Span.Contains((byte)0))
                _faults.Add(_file, LineNumber, DropReasons.InvalidUtf8, "the object is not valid UTF-8 text.", LineReader.UnknownEncoding);
            else
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    /// <summary>Moves to the first byte of the next element; false at the end.</summary>
    private bool FindElement()
    {
        while (Peek() is var next and >= 0)
        {
            if (next is '[' && !_isBegun)
                _isList = true;
            else if (next is ']' && _isList)
                return RefuseRest();
            else if (next is not (' ' or '\t' or '\r' or '\n' or ',' or 0xEF or 0xBB or 0xBF))
            {
                (_isBegun, _isTooLong) = (true, false);
                return true;
            }

            _isBegun |= next is '[';
            SkipByte();
        }

        if (_isList)
            Fault(_line, "the list is not closed: the file is cut off.");
        return false;
    }

    /// <summary>Moves behind the element that begins here; false where the file ends before it does.</summary>
    private bool SkipElement()
    {
        _start = _position;
        var (depth, isText) = (0, false);
        while (Peek() is var next and >= 0)
        {
            if (isText)
            {
                if (next is '\\')
                    SkipByte();
                isText = next is not '"';
            }
            else if (next is '"')
                isText = true;
            else if (next is '{' or '[')
                depth++;
            else if (next is '}' or ']' && --depth < 0)
                return true; // a value that is no object, at the end of the list
            else if (depth == 0 && next is ',' or '\n')
                return true;

            SkipByte();
            if (depth == 0 && next is '}' or ']')
                return true;
        }

        return false;
    }

    private bool RefuseRest()
    {
        _isList = false;
        SkipByte();
        while (Peek() is var next and >= 0)
        {
            if (next is not (' ' or '\t' or '\r' or '\n'))
            {
                Fault(_line, "text follows the end of the list.");
                return false;
            }

            SkipByte();
        }

        return false;
    }

    private void Fault(long line, string problem)
        => _faults.Add(_file, line, DropReasons.MalformedRow,
            problem, "Write one list of objects, or one object a line; copy or download the file again if it is cut off.");

    private int Peek() => _position < _end || Fill() ? _buffer[_position] : -1;

    private void SkipByte()
    {
        if (_position < _end || Fill())
            _line += _buffer[_position++] == _file.Form.LineEnd ? 1 : 0;
    }

    private bool Fill()
    {
        if (_end - _start > LineReader.MaximumLineLength)
            (_isTooLong, _start) = (true, _end);
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _position, _end) = (0, _position - _start, _end - _start);
        var read = _bytes.Read(_buffer, _end, ReadSize);
        _end += read;
        if (read == 0 && _bytes.Damage is { } damage)
            _faults.Add(_file, _line, DropReasons.DamagedGzip, "the gzip stream is cut off or damaged here.",
                "Copy or download the file again.", damage);
        return read > 0;
    }
}
