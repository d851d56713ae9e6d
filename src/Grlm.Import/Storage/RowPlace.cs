namespace Grlm.Import;

/// <summary>A line of one of several files as a number that orders them: files first, then lines.</summary>
internal static class RowPlace
{
    // Room for a million million lines, and for eight million files.
    private const int LineBits = 40;

    /// <summary>The place of a line.</summary>
    /// <param name="source">Number of the file.</param>
    /// <param name="line">One-based line.</param>
    public static long Of(int source, long line) => ((long)source << LineBits) | line;

    /// <summary>The number of the file.</summary>
    public static int SourceOf(long place) => (int)(place >> LineBits);

    /// <summary>The number of the file, in SQL.</summary>
    /// <param name="place">A column of places.</param>
    public static string SourceOf(string place) => $"({place} >> {LineBits})";

    /// <summary>The line in its file.</summary>
    public static long LineOf(long place) => place & ((1L << LineBits) - 1);
}
