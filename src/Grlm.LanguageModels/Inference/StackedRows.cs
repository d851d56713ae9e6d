namespace Grlm.LanguageModels;

/// <summary>Matrices of the same width, one below the other.</summary>
/// <param name="parts">The matrices.</param>
internal sealed class StackedRows(params IReadOnlyList<IWeightRows> parts) : IWeightRows
{
    /// <inheritdoc/>
    public int Rows { get; } = parts.Sum(part => part.Rows);

    /// <inheritdoc/>
    public int Width => parts[0].Width;

    /// <inheritdoc/>
    public bool FitHalf => parts.All(part => part.FitHalf);

    /// <inheritdoc/>
    public void Read(int row, Span<float> numbers)
    {
        var part = 0;
        for (; row >= parts[part].Rows; part++)
        {
            row -= parts[part].Rows;
        }

        parts[part].Read(row, numbers);
    }
}
