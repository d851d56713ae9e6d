using System.Diagnostics;
using System.Globalization;

namespace Grlm.Torch.Benchmarks;

/// <summary>One row of the table.</summary>
/// <param name="Case">What was measured.</param>
/// <param name="Seconds">Best time.</param>
/// <param name="Tokens">Tokens in that time; null where a rate of them says nothing.</param>
/// <param name="Operations">Floating-point operations that the work consists of.</param>
/// <param name="MatrixSpeed">Operations a second of a large matrix product, measured in the same process.</param>
/// <param name="Reference">The same with Hugging Face transformers; null where there is no figure.</param>
internal sealed record Measurement(
    string Case, double Seconds, double? Tokens, double Operations, double MatrixSpeed, ReferenceFigure? Reference)
{
    public override string ToString()
    {
        using var process = Process.GetCurrentProcess();
        var ideal = Operations / MatrixSpeed;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Case} | {Seconds:F3} | " +
            $"{(Tokens is { } tokens ? (tokens / Seconds).ToString("F0", CultureInfo.InvariantCulture) : "")} | " +
            $"{ideal:F3} s at {MatrixSpeed / 1e9:F0} GFLOP/s " +
            $"| {Seconds / ideal:F2} | {Reference?.At(MatrixSpeed)} | {process.PeakWorkingSet64 / 1048576.0:F0} MiB |");
    }
}
