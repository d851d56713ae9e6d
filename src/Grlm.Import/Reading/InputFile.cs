using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Grlm.Import;

/// <summary>Represents a file to import, known to be there, to hold something and to be of a form that can be read.</summary>
internal sealed class InputFile
{
    private const string KnownForms = "JSON (one object a line, or a list), Parquet, or a table whose first line names its columns";

    /// <param name="path">The path as the user gave it: messages repeat it.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="form">What it looks like.</param>
    /// <param name="length">Bytes on disk.</param>
    /// <param name="hints">What the user says of its columns.</param>
    public InputFile(string path, FileContent content, FileForm form, long length, FormHints hints)
        => (Path, Form, Length, Columns) = (path, form, length, new ColumnPlan(content, hints));

    /// <summary>Gets the path as the user gave it: messages repeat it.</summary>
    public string Path { get; }

    /// <summary>Gets what it looks like.</summary>
    public FileForm Form { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    /// <summary>Gets what its columns mean, and what came of them.</summary>
    public ColumnPlan Columns { get; }

    /// <summary>Returns the catalogue.</summary>
    public static InputFile OfItems(string path, FormHints? hints = null) => Of(path, FileContent.Items, hints ?? FormHints.None);

    /// <summary>Returns the interactions.</summary>
    public static InputFile OfInteractions(string path, FormHints? hints = null)
        => Of(path, FileContent.Interactions, hints ?? FormHints.None);

    /// <summary>Returns how the file was understood, once it has been read.</summary>
    public FileReading Report(InteractionPreferences? preferences = null) => new(Path, Form.Describe(), Columns.Read, Columns.Unread)
    {
        DroppedValues = Columns.DroppedValues,
        Events = preferences?.Events ?? new Dictionary<string, long>(),
    };

    /// <summary>Returns a file of either kind.</summary>
    /// <exception cref="InvalidInputException">It is not there, empty, or of no form that can be read.</exception>
    public static InputFile Of(string path, FileContent content, FormHints hints)
    {
        var name = content.ToString().ToLowerInvariant();
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path}: this is a folder. Give the path of the {name} file in it.");
        if (!System.IO.Path.Exists(path))
            throw new InvalidInputException($"{path}: there is no such file. Check the path of the {name} file.");
        long length;
        using (var file = UserFile.Open(path))
        {
            length = file.Length;
        }

        if (length == 0)
            throw new InvalidInputException(path, 1, "the file is empty.", $"Export the {name} again.");
        var form = FormSniffer.Recognize(path, content, hints) ?? throw new InvalidInputException(
            $"{path}: {name} cannot be read from this kind of file. " +
                $"Give {KnownForms}{(content is FileContent.Interactions ? ", or sequences (.txt)" : "")}; "
            + "the text forms may be packed with gzip. Where the columns have other names, say what they are (option 'columns').");
        return new InputFile(path, content, form, length, hints);
    }
}

/// <summary>Forms of input that the import reads.</summary>
internal enum InputFormat
{
    /// <summary>Holds a JSON object a line.</summary>
    JsonLines,

    /// <summary>JSON list of objects, or objects one after the other, over any number of lines.</summary>
    JsonElements,

    /// <summary>Holds a Python dictionary a line, as <c>repr</c> writes it.</summary>
    PythonLines,

    /// <summary>Lines of fields with something between them.</summary>
    Delimited,

    /// <summary>User and the user's items, oldest first, separated by white space.</summary>
    Sequences,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>
/// Reads the text of a file as bytes of UTF-8: unpacked and decoded on the way, in constant memory, and never without end.
/// </summary>
internal sealed class InputBytes : IDisposable
{
    private const int BufferSize = 1 << 16;

    // 0xFF never occurs in UTF-8. What a read has not filled holds it, so that a decoder that fails half-way shows how far it got.
    private const byte Vacant = 0xFF;

    // Text of a shop packs to a tenth, at best to a fiftieth; nothing but repetition packs to a two-hundredth.
    private const long MostTimesLarger = 200;
    private const long UnpackedWithoutQuestion = 64L << 20;
    private const long MostUnpacked = 1L << 40;

    private readonly InputFile _file;
    private readonly ImportProgress _progress;
    private readonly FileStream _source;
    private readonly Stream _text;
    private long _unpacked;

    /// <param name="file">The file to read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <exception cref="GrlmException">The file cannot be opened.</exception>
    public InputBytes(InputFile file, ImportProgress progress)
    {
        (_file, _progress, _source) = (file, progress, UserFile.Open(file.Path));
        _text = file.Form.IsGzip ? new GZipInputStream(_source, BufferSize) { IsStreamOwner = false } : _source;
        if (file.Form.Encoding is { } encoding)
            _text = Encoding.CreateTranscodingStream(_text, encoding, Encoding.UTF8);
    }

    /// <summary>Gets why the file could be read no further than it was; null where it is sound.</summary>
    public Exception? Damage { get; private set; }

    /// <summary>Reads the next bytes; 0 at the end.</summary>
    /// <exception cref="InvalidInputException">The text is not in its encoding, or the file unpacks to more than can be right.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (Damage is not null)
            return 0;
        var free = buffer.AsSpan(offset, count);
        free.Fill(Vacant);
        int read;
        try
        {
            read = _text.Read(buffer, offset, count);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException(
                $"{_file.Path}: the text is not {_file.Form.Encoding!.WebName} throughout. " +
                    $"Give its encoding, such as latin-1 or windows-1252 (option 'encoding'), or save it as UTF-8.", e);
        }
        catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
        {
            // The last two: on some damaged code tables the decoder runs over the end of its arrays instead of saying so.
            (Damage, read) = (e, free.LastIndexOfAnyExcept(Vacant) + 1);
        }

        _unpacked += read;
        RefuseBomb();
        _progress.ReadTo(_source.Position, _file.Form.IsGzip ? _unpacked : null);
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _source.Dispose();
    }

    private void RefuseBomb()
    {
        if (!_file.Form.IsGzip || _unpacked <= UnpackedWithoutQuestion
            || (_unpacked <= MostTimesLarger * _source.Position && _unpacked <= MostUnpacked))
            return;
        throw new InvalidInputException(
            $"{_file.Path}: {Readable.Bytes(_source.Position)} of it unpack to more than {Readable.Bytes(_unpacked)}, which " +
                $"is no list of items or interactions. "
            + "Pack it again; if it is right, unpack it and give what comes out.");
    }
}
