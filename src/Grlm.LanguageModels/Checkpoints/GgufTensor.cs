namespace Grlm.LanguageModels;

/// <summary>A tensor in a GGUF file.</summary>
/// <param name="Stored">Name, type and shape as Hugging Face has them.</param>
/// <param name="Offset">Where in the file its bytes begin.</param>
/// <param name="Heads">How many heads have their rows permuted; 0 for none.</param>
internal sealed record GgufTensor(StoredTensor Stored, long Offset, int Heads)
{
    /// <summary>Numbers of a row.</summary>
    public long RowLength => Stored.Shape.Skip(1).Aggregate(1L, (product, length) => product * length);

    /// <summary>
    /// Where the file has a row. llama.cpp turns neighbouring rows of a head together where Hugging Face turns row i with row i + size/2, so the
    /// converter has interleaved the halves of each head.
    /// </summary>
    public long SourceRow(long row)
    {
        if (Heads == 0)
        {
            return row;
        }

        var size = Stored.Shape[0] / Heads;
        var (head, place) = Math.DivRem(row, size);
        var (half, pair) = Math.DivRem(place, size / 2);
        return (head * size) + (2 * pair) + half;
    }
}
