using System.Buffers.Binary;

namespace Grlm;

/// <summary>
/// Checks how a Parquet file that no manifest vouches for is laid out, before it is decoded: magic, footer, row groups, and the headers of
/// all pages, which have to lie within the file and hold the values that the footer counts. A decoder that trusts them can be sent round
/// for ever.
/// </summary>
internal static class ParquetLayout
{
    private const int MagicBytes = 4, FooterLengthBytes = 4, LargestPageHeader = 1 << 20;

    // Numbers of fields in parquet.thrift.
    private const int RowGroups = 4, Columns = 1, Metadata = 3, Values = 5, CompressedSize = 7, DataOffset = 9, DictionaryOffset = 11;
    private const int PageSize = 3, DataPage = 5, DictionaryPage = 7, SecondDataPage = 8, PageValues = 1;

    /// <summary>Checks a file; its position is anywhere afterwards.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no Parquet file.</exception>
    public static void Check(Stream file)
    {
        const int tail = FooterLengthBytes + MagicBytes;
        Span<byte> ends = stackalloc byte[tail];
        Read(file, 0, ends[..MagicBytes]);
        CheckMagic(ends[..MagicBytes]);
        Read(file, file.Length - tail, ends);
        CheckMagic(ends[FooterLengthBytes..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(ends);
        var footerStart = file.Length - tail - length;
        if (length == 0 || footerStart < MagicBytes || length > int.MaxValue)
        {
            throw new InvalidDataException($"its footer is said to have {length:N0} bytes");
        }

        var footer = new byte[length];
        Read(file, footerStart, footer);
        foreach (var column in ThriftStruct.Read(footer, out _).Structs(RowGroups).SelectMany(group => group.Structs(Columns)))
        {
            CheckPages(file, column.Struct(Metadata) ?? throw new InvalidDataException("a column has no description"), footerStart);
        }
    }

    /// <summary>
    /// Returns what is wrong, for a message: our own words in brackets; those of a decoder, which name its classes, tell nobody anything.
    /// </summary>
    public static string Detail(Exception error)
        => error is InvalidDataException { InnerException: null } && !error.Message.Contains("Exception", StringComparison.Ordinal)
        ? $" ({error.Message.TrimEnd('.')})"
        : string.Empty;

    private static void CheckPages(Stream file, ThriftStruct column, long footerStart)
    {
        var (values, size, start) = (column.Number(Values) ?? -1, column.Number(CompressedSize) ?? -1, column.Number(DataOffset) ?? -1);
        start = column.Number(DictionaryOffset) is > 0 and var dictionary ? Math.Min(dictionary, start) : start;
        if (values < 0 || size < 0 || start < MagicBytes || start > footerStart - size)
        {
            throw new InvalidDataException("a column lies outside the file");
        }

        var found = 0L;
        for (var (position, end) = (start, start + size); position < end;)
        {
            var bytes = new byte[(int)Math.Min(4_096, end - position)];
            var page = ReadHeader(file, position, end, ref bytes, out var header);
            var content = page.Number(PageSize) ?? -1;
            if (content < 0 || content > end - position - header)
            {
                throw new InvalidDataException("a page goes on beyond its column");
            }

            found += (page.Struct(DataPage) ?? page.Struct(SecondDataPage))?.Number(PageValues)
                ?? (page.Struct(DictionaryPage) is not null ? 0 : throw new InvalidDataException("a page says not what it holds"));
            position += header + content;
        }

        if (found != values)
        {
            throw new InvalidDataException($"a column is to have {values:N0} values, and its pages have {found:N0}");
        }
    }

    /// <summary>Headers are short; the statistics in one may make it longer than what is read at first.</summary>
    private static ThriftStruct ReadHeader(Stream file, long position, long end, ref byte[] bytes, out int length)
    {
        while (true)
        {
            Read(file, position, bytes);
            try
            {
                return ThriftStruct.Read(bytes, out length);
            }
            catch (InvalidDataException) when (bytes.Length < Math.Min(LargestPageHeader, end - position))
            {
                bytes = new byte[(int)Math.Min(bytes.Length * 16L, end - position)];
            }
        }
    }

    private static void CheckMagic(ReadOnlySpan<byte> magic)
    {
        if (!magic.SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("it has not the marks of one");
        }
    }

    private static void Read(Stream file, long position, Span<byte> bytes)
    {
        if (position < 0 || position > file.Length - bytes.Length)
        {
            throw new InvalidDataException("it is too short");
        }

        file.Position = position;
        file.ReadExactly(bytes);
    }
}
