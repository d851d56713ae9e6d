namespace Grlm.LanguageModels;

/// <summary>Keeps a product: row by row, or added to what is there.</summary>
/// <param name="width">Numbers of a row.</param>
/// <param name="isSum">Whether to add.</param>
internal sealed unsafe class RowSink(int width, bool isSum) : ITileSink
{
    private AlignedBuffer<float> _numbers = new(0);

    /// <summary>Makes room for rows; what was there is lost.</summary>
    public void Resize(int rows) => _numbers = _numbers.AtLeast(rows * width);

    /// <summary>A row.</summary>
    public Span<float> Row(int row) => new(_numbers.Start + ((long)row * width), width);

    /// <inheritdoc/>
    public void Take(int worker, int panel, int firstRow, int rows, float* tile)
    {
        var column = panel * ProductKernel.TileWidth;
        var count = Math.Min(ProductKernel.TileWidth, width - column);
        for (var row = 0; row < rows; row++)
        {
            var sums = new ReadOnlySpan<float>(tile + (row * ProductKernel.TileWidth), count);
            var target = Row(firstRow + row).Slice(column, count);
            if (isSum)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(target, sums, target);
            }
            else
            {
                sums.CopyTo(target);
            }
        }
    }
}
