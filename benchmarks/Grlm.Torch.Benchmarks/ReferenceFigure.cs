using System.Globalization;

namespace Grlm.Torch.Benchmarks;

/// <summary>
/// What Hugging Face transformers 5.23 with the same model reached in float32 on two cores of a like machine, at a matrix speed of
/// 175 GFLOP/s; times are scaled with the matrix speed of this run.
/// </summary>
/// <param name="Value">The figure.</param>
/// <param name="IsRate">True for tokens a second, false for seconds.</param>
internal sealed record ReferenceFigure(double Value, bool IsRate)
{
    private const double MatrixSpeed = 175e9;

    public static ReferenceFigure Prefill512 { get; } = new(567, true);

    public static ReferenceFigure GreedyDecode { get; } = new(17, true);

    public static ReferenceFigure ConstrainedBeams { get; } = new(10.0, false);

    public static ReferenceFigure FreeBeams { get; } = new(9.6, false);

    public static ReferenceFigure FullTuning { get; } = new(139, true);

    public static ReferenceFigure LoraTuning { get; } = new(172, true);

    /// <summary>The figure at another matrix speed.</summary>
    public string At(double speed) => IsRate
        ? string.Create(CultureInfo.InvariantCulture, $"{Value * speed / MatrixSpeed:F0} tokens/s")
        : string.Create(CultureInfo.InvariantCulture, $"{Value * MatrixSpeed / speed:F2} s");
}
