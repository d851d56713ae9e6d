using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Grlm.Import;

/// <summary>The text of a file as bytes of UTF-8: unpacked and decoded on the way, in constant memory, and never without end.</summary>
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

    /// <summary>Why the file could be read no further than it was; null where it is sound.</summary>
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
                $"{_file.Path}: the text is not {_file.Form.Encoding!.WebName} throughout. Give its encoding, such as latin-1 or windows-1252 (--encoding), or save it as UTF-8.", e);
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
        if (!_file.Form.IsGzip || _unpacked <= UnpackedWithoutQuestion || (_unpacked <= MostTimesLarger * _source.Position && _unpacked <= MostUnpacked))
            return;
        throw new InvalidInputException(
            $"{_file.Path}: {Readable.Bytes(_source.Position)} of it unpack to more than {Readable.Bytes(_unpacked)}, which is no list of items or interactions. "
            + "Pack it again; if it is right, unpack it and give what comes out.");
    }
}
