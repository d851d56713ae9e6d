namespace Grlm.LanguageModels;

/// <summary>The rows of a matrix of weights, or the one row of a vector, as float32. Safe for concurrent reads.</summary>
internal interface IWeightRows
{
    /// <summary>Gets the number of rows.</summary>
    int Rows { get; }

    /// <summary>Gets the numbers of a row.</summary>
    int Width { get; }

    /// <summary>Gets whether bfloat16 holds every number exactly.</summary>
    bool FitHalf { get; }

    /// <summary>Copies a row.</summary>
    void Read(int row, Span<float> numbers);
}
