using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Grlm;

/// <summary>
/// The term library of a workspace as a file that is mapped instead of read: <c>terms/term-index.bin</c>, made from <c>term-ids.parquet</c>. It is only
/// used where it was made from that very file and catalogue.
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
