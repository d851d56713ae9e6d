using System.Text;
using System.Text.Unicode;

namespace Grlm.Import;

/// <summary>
/// Reads a text file line by line as strictly checked UTF-8, in constant memory: a line that is too long is refused or skipped without
/// being held. Lines end in LF or CR LF, or all in CR; a byte order mark at the start is passed over.
/// </summary>
internal sealed class LineReader : ITextSource
{
    /// <summary>Most bytes in a line.</summary>
    public const int MaximumLineLength = 1 << 20;

    /// <summary>Holds what to do about bytes that are not UTF-8.</summary>
    public const string UnknownEncoding =
        "Give the file's encoding, such as latin-1 or windows-1252 (option 'encoding'), or save it as UTF-8.";

    private const int ReadSize = 1 << 16;

    private readonly InputFile _file;
    private readonly RowFaults _faults;
    private readonly InputBytes _bytes;
    private readonly byte[] _buffer = new byte[MaximumLineLength + 2 + ReadSize];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _skipping;

    /// <param name="file">The file to read.</param>
    /// <param name="faults">Told of lines that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <exception cref="GrlmException">The file cannot be opened.</exception>
    public LineReader(InputFile file, RowFaults faults, ImportProgress progress)
        => (_file, _faults, _bytes) = (file, faults, new InputBytes(file, progress));

    /// <summary>Gets the one-based number of the current line.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Gets the current line without its end; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Moves to the next line that can be read; false at the end of the file.</summary>
    /// <exception cref="InvalidInputException">The line is too long or not UTF-8, or the compressed stream is damaged, and the import is
    /// strict.</exception>
    public bool Read()
    {
        while (TryTakeLine(out var line))
        {
            LineNumber++;
            if (_skipping)
            {
                _skipping = false;
                continue;
            }

            if (LineNumber == 1 && line.Span.StartsWith("\uFEFF"u8))
                line = line[3..];
            if (line.Length > 0 && line.Span[^1] == '\r')
                line = line[..^1];
            if (line.Length > MaximumLineLength)
            {
                RefuseLong(LineNumber);
                continue;
            }

            // NUL bytes are UTF-8 by the letter, but a text with them is UTF-16 or no text at all.
            var isUtf8 = Utf8.IsValid(line.Span);
            if ((!isUtf8 && !_file.Form.MayBeLatin1) || line.Span.Contains((byte)0))
            {
                _faults.Add(_file, LineNumber, DropReasons.InvalidUtf8, "the line is not valid UTF-8 text.", UnknownEncoding);
                continue;
            }

            if (!isUtf8)
                line = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(line.Span));

            Line = line;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private bool TryTakeLine(out ReadOnlyMemory<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched.._end).IndexOf(_file.Form.LineEnd);
            if (length >= 0)
            {
                line = _buffer.AsMemory(_start..(searched + length));
                _start = searched + length + 1;
                return true;
            }

            if (_ended)
            {
                line = _buffer.AsMemory(_start.._end);
                var isLine = line.Length > 0 || _skipping;
                _start = _end;
                return isLine;
            }

            DropOverlongPart();
            searched = _end - _start;
            Fill();
        }
    }

    private void DropOverlongPart()
    {
        if (!_skipping && _end - _start > MaximumLineLength + 1)
        {
            RefuseLong(LineNumber + 1);
            _skipping = true;
        }

        if (_skipping)
            _start = _end;
    }

    private void RefuseLong(long line)
        => _faults.Add(
            _file,
            line,
            DropReasons.LineTooLong,
            $"the line is longer than {MaximumLineLength:N0} bytes.",
            "Shorten it, or check that the file has line ends.");

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _bytes.Read(_buffer, _end, ReadSize);
        if (_bytes.Damage is { } damage)
        {
            EndAtDamage(_end + read, damage);
            return;
        }

        _ended = read == 0;
        _end += read;
    }

    private void EndAtDamage(int end, Exception cause)
    {
        if (LineNumber == 0 && end == 0)
        {
            throw new InvalidInputException(
                _file.Path,
                1,
                "the file is not gzip, or cut off or damaged from its start.",
                "Compress it again, or take .gz off its name.",
                cause);
        }

        var line = LineNumber + 1 + _buffer.AsSpan(0, end).Count((byte)'\n');
        _faults.Add(
            _file,
            line,
            DropReasons.DamagedGzip,
            "the gzip stream is cut off or damaged here.",
            "Copy or download the file again.",
            cause);

        // The last line may have lost its end: what stands after the last line end is not trusted.
        (_end, _ended, _skipping) = (_buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1, true, false);
    }
}

/// <summary>Pieces of a text, each a row of its own.</summary>
internal interface ITextSource : IDisposable
{
    /// <summary>Gets the one-based line on which the current piece starts.</summary>
    long LineNumber { get; }

    /// <summary>Gets the current piece, as UTF-8; valid until the next <see cref="Read"/>.</summary>
    ReadOnlyMemory<byte> Line { get; }

    /// <summary>Moves to the next piece that can be read; false at the end of the file.</summary>
    bool Read();
}
