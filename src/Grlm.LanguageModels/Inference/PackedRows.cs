namespace Grlm.LanguageModels;

/// <summary>
/// Inputs of a product, in the order in which it reads them: blocks of up to twelve rows, within a block one number of each row for the first
/// input, then for the next. The last block is filled up with rows of zeros to a multiple of four.
/// </summary>
/// <param name="width">Numbers of a row.</param>
internal sealed unsafe class PackedRows(int width)
{
    private const int Quantum = 4;

    private AlignedBuffer<float> _numbers = new(ProductKernel.TileRows * width);

    /// <summary>Numbers of a row.</summary>
    public int Width => width;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => (Rows + ProductKernel.TileRows - 1) / ProductKernel.TileRows;

    /// <summary>Makes room for rows; what was there is lost.</summary>
    public void Resize(int rows)
    {
        Rows = rows;
        _numbers = _numbers.AtLeast(Blocks * ProductKernel.TileRows * width);
        if (rows % ProductKernel.TileRows != 0)
        {
            _numbers.Span.Slice((Blocks - 1) * ProductKernel.TileRows * width, ProductKernel.TileRows * width).Clear();
        }
    }

    /// <summary>Rows of a block with those it is filled up with.</summary>
    public int RowsOf(int block) => Math.Min(ProductKernel.TileRows, (Rows - (block * ProductKernel.TileRows) + Quantum - 1) / Quantum * Quantum);

    /// <summary>The first number of a block.</summary>
    public float* Block(int block) => _numbers.Start + ((long)block * ProductKernel.TileRows * width);

    /// <summary>The first number of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stride">How far apart its numbers are.</param>
    public float* Row(int row, out int stride)
    {
        var block = row / ProductKernel.TileRows;
        stride = RowsOf(block);
        return Block(block) + (row % ProductKernel.TileRows);
    }
}
