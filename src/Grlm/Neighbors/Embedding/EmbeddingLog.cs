using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// The vectors that a run has so far, in the order in which their texts are embedded: appended to batch by batch, so that a run that was killed goes on
/// after the last whole vector. The width in four bytes, then float32 numbers. Not thread-safe.
/// </summary>
internal sealed class EmbeddingLog : IDisposable
{
    /// <summary>File name in the folder of the artifact, while it is being made.</summary>
    public const string FileName = "vectors.partial";

    private readonly FileStream _file;

    /// <param name="path">The file; made if it is not there.</param>
    public EmbeddingLog(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Span<byte> header = stackalloc byte[sizeof(int)];
        Width = _file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length ? Math.Max(MemoryMarshal.Read<int>(header), 0) : 0;
        Count = Width == 0 ? 0 : (int)((_file.Length - header.Length) / RowBytes);

        // What a kill has cut short is written again.
        _file.SetLength(Width == 0 ? 0 : header.Length + (Count * RowBytes));
        _file.Position = _file.Length;
    }

    /// <summary>Numbers in a vector; 0 before the first.</summary>
    public int Width { get; private set; }

    /// <summary>Vectors that are there.</summary>
    public int Count { get; private set; }

    private long RowBytes => (long)Width * sizeof(float);

    /// <summary>Appends vectors of one width.</summary>
    public void Append(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        foreach (var vector in vectors)
        {
            if (Width == 0)
            {
                Width = vector.Length;
                _file.Write(MemoryMarshal.AsBytes([Width]));
            }

            _file.Write(MemoryMarshal.AsBytes(vector.Span));
            Count++;
        }

        _file.Flush();
    }

    /// <summary>Copies the vectors into rows of a matrix.</summary>
    /// <param name="destinations">The rows that each vector goes to, in the order of the log.</param>
    /// <param name="matrix">Of the log's width.</param>
    public void CopyTo(IEnumerable<IReadOnlyList<int>> destinations, VectorMatrix matrix)
    {
        _file.Position = sizeof(int);
        var vector = new float[Width];
        foreach (var rows in destinations)
        {
            _file.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            foreach (var row in rows)
            {
                vector.CopyTo(matrix[row]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
