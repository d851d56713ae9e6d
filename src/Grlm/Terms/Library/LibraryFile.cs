using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Grlm;

/// <summary>
/// Stores a term library with its posting lists as one file that is mapped and used as it is: a header of <see cref="HeaderBytes"/> bytes,
/// then its arrays one after the other, each at a multiple of <see cref="Alignment"/>. Numbers are stored as the machine has them; a file
/// of another byte order has another version, and is passed over.
/// </summary>
internal static class LibraryFile
{
    private const int FormatVersion = 2, HeaderBytes = 192, Alignment = 64, Sections = 9;

    // Places in the header.
    private const int VersionAt = 8, LengthAt = 12, LibraryVersionAt = 16, SourceAt = 32, SectionsAt = 64,
        ChecksumAt = HeaderBytes - SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "GRLMTIDS"u8;

    /// <summary>Writes a library.</summary>
    /// <param name="path">The file.</param>
    /// <param name="library">The library.</param>
    /// <param name="postings">Its posting lists.</param>
    /// <param name="source">Hash of what it was made from.</param>
    public static void Write(string path, TermLibrary library, RankedPostings postings, ReadOnlySpan<byte> source)
    {
        var packed = library.Packed;
        var sections = new ReadOnlyMemory<int>[]
        {
            packed.Terms.Starts, packed.Terms.Slots, packed.ItemTerms, packed.Buckets.Items, packed.Buckets.Slots, postings.ItemAt,
            postings.Starts, postings.Places,
        };
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        MemoryMarshal.Write(header.AsSpan(VersionAt), FormatVersion);
        MemoryMarshal.Write(header.AsSpan(LengthAt), packed.Length);
        Encoding.ASCII.GetBytes(packed.Version, header.AsSpan(LibraryVersionAt));
        source.CopyTo(header.AsSpan(SourceAt));
        MemoryMarshal.Write(header.AsSpan(SectionsAt), (long)packed.Terms.Text.Length * sizeof(char));
        for (var section = 0; section < sections.Length; section++)
        {
            MemoryMarshal.Write(header.AsSpan(SectionsAt + ((section + 1) * sizeof(long))), (long)sections[section].Length * sizeof(int));
        }

        AtomicFile.Write(path, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(header.AsSpan(0, ChecksumAt));
            stream.Write(header);
            Append(stream, hash, MemoryMarshal.AsBytes(packed.Terms.Text.Span));
            foreach (var section in sections)
            {
                Append(stream, hash, MemoryMarshal.AsBytes(section.Span));
            }

            stream.Position = ChecksumAt;
            stream.Write(hash.GetHashAndReset());
        });
    }

    /// <summary>Maps a library; null where there is no file, or one of another format or made from something else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Hash of what it must have been made from.</param>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static TermLibrary? TryOpen(string path, ReadOnlySpan<byte> source)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        const string remedy = "Run stage 'terms' from the beginning.";
        var file = MappedFile.Open(path, remedy);
        var isWhole = file.Length >= HeaderBytes && file.Slice(0, Magic.Length).SequenceEqual(Magic);
        if (isWhole && Number<int>(file, VersionAt) != FormatVersion)
        {
            file.Dispose();
            return null;
        }

        var (offsets, lengths) = isWhole ? LayoutOf(file) : ([], []);
        if (!isWhole || !HasItsChecksum(file, offsets, lengths))
        {
            file.Dispose();
            throw new InvalidInputException($"{path}: the term index is damaged or was cut short. {remedy}");
        }

        if (!file.Slice(SourceAt, SHA256.HashSizeInBytes).SequenceEqual(source))
        {
            file.Dispose();
            return null;
        }

        return Open(file, offsets, lengths);
    }

    private static TermLibrary Open(MappedFile file, long[] offsets, long[] lengths)
    {
        var length = Number<int>(file, LengthAt);
        var text = new MappedSection<char>(file, offsets[0], (int)lengths[0]).Memory;
        ReadOnlyMemory<int>[] sections =
            [.. Enumerable.Range(1, Sections - 1)
                .Select(section => (ReadOnlyMemory<int>)new MappedSection<int>(file, offsets[section], (int)lengths[section]).Memory)];
        var buckets = new TermIdBuckets(sections[2], length, sections[3], sections[4]);
        var version = Encoding.ASCII.GetString(file.Slice(LibraryVersionAt, PackedLibrary.VersionDigits));
        return new TermLibrary(new PackedLibrary(new InternedTerms(text, sections[0], sections[1]), sections[2], buckets, length, version)
        {
            Postings = new RankedPostings(length, sections[5], sections[6], sections[7]),
        });
    }

    private static (long[] Offsets, long[] Lengths) LayoutOf(MappedFile file)
    {
        var (offsets, lengths) = (new long[Sections], new long[Sections]);
        long next = HeaderBytes;
        for (var section = 0; section < Sections; section++)
        {
            lengths[section] = Number<long>(file, SectionsAt + (section * sizeof(long)));
            offsets[section] = next;
            next += Padded(lengths[section]);
        }

        return (offsets, lengths);
    }

    private static bool HasItsChecksum(MappedFile file, long[] offsets, long[] lengths)
    {
        // A length that was damaged itself must not send the reading beyond the file.
        if (!lengths.All(length => length is >= 0 and <= int.MaxValue - Alignment) || offsets[^1] + Padded(lengths[^1]) != file.Length)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file.Slice(0, ChecksumAt));
        for (var section = 0; section < Sections; section++)
        {
            hash.AppendData(file.Slice(offsets[section], (int)Padded(lengths[section])));
        }

        return file.Slice(ChecksumAt, SHA256.HashSizeInBytes).SequenceEqual(hash.GetHashAndReset());
    }

    private static void Append(Stream stream, IncrementalHash hash, ReadOnlySpan<byte> section)
    {
        var padding = new byte[Padded(section.Length) - section.Length];
        stream.Write(section);
        stream.Write(padding);
        hash.AppendData(section);
        hash.AppendData(padding);
    }

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static T Number<T>(MappedFile file, int place)
        where T : unmanaged
        => MemoryMarshal.Read<T>(file.Slice(place, Marshal.SizeOf<T>()));
}

/// <summary>
/// Represents a part of a mapped file as an array of values. Nothing may be written to it. The file stays mapped as long as the process
/// lives: spans of it are handed out, and a span keeps nothing alive.
/// </summary>
internal sealed unsafe class MappedSection<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly MappedFile _file;
    private readonly T* _start;
    private readonly int _count;

    /// <param name="file">The file.</param>
    /// <param name="offset">Where the part begins, a multiple of the values' size.</param>
    /// <param name="bytes">How long it is.</param>
    public MappedSection(MappedFile file, long offset, int bytes)
    {
        _file = file;
        _count = bytes / sizeof(T);
        fixed (byte* start = file.Slice(offset, bytes))
        {
            _start = (T*)start; // mapped memory does not move
        }
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan() => new(_start, _count);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Mapped memory is never moved, so there is nothing to undo.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => GC.KeepAlive(_file); // shared by all parts, and never unmapped
}

/// <summary>
/// Stores the term library of a workspace as a file that is mapped instead of read: <c>terms/term-index.bin</c>, made from
/// <c>term-ids.parquet</c>. It is only used where it was made from that very file and catalogue.
/// </summary>
internal static class TermIndexFile
{
    /// <summary>Writes the index of the term IDs beside it.</summary>
    /// <param name="folder">The folder that holds <c>term-ids.parquet</c>.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="termIds">The TID of every item in catalogue order.</param>
    /// <param name="popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
    public static void Write(string folder, Catalog catalog, IReadOnlyList<TermId?> termIds, IReadOnlyList<int> popularity)
    {
        var library = new TermLibrary(termIds);
        LibraryFile.Write(
            Path.Combine(folder, ArtifactNames.TermIndex), library, RankedPostings.Pack(library, popularity), SourceOf(folder, catalog));
    }

    /// <summary>Maps the index; null where there is none that was made from the term IDs beside it and this catalogue.</summary>
    /// <exception cref="InvalidInputException">The index is damaged.</exception>
    public static TermLibrary? TryOpen(string folder, Catalog catalog)
    {
        var path = Path.Combine(folder, ArtifactNames.TermIndex);
        return File.Exists(path) ? LibraryFile.TryOpen(path, SourceOf(folder, catalog)) : null;
    }

    private static byte[] SourceOf(string folder, Catalog catalog)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var termIds = File.OpenRead(Path.Combine(folder, ArtifactNames.TermIds)))
        {
            hash.AppendData(SHA256.HashData(termIds));
        }

        foreach (var item in catalog)
        {
            hash.AppendData(MemoryMarshal.AsBytes(item.Id.AsSpan()));
            hash.AppendData("\n"u8);
        }

        return hash.GetHashAndReset();
    }
}
