namespace Grlm.Import;

/// <summary>Pieces of a text, each a row of its own.</summary>
internal interface ITextSource : IDisposable
{
    /// <summary>One-based line on which the current piece starts.</summary>
    long LineNumber { get; }

    /// <summary>The current piece, as UTF-8; valid until the next <see cref="Read"/>.</summary>
    ReadOnlyMemory<byte> Line { get; }

    /// <summary>Moves to the next piece that can be read; false at the end of the file.</summary>
    bool Read();
}
