using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Root-mean-square normalisation in float32 (Zhang and Sennrich, 2019).</summary>
internal static class RmsNorm
{
    /// <summary>Rows divided by their root mean square, times a weight.</summary>
    /// <param name="x"><c>[…, width]</c>.</param>
    /// <param name="weight"><c>[width]</c>, or whatever spreads over <paramref name="x"/>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="type">Type of the result.</param>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon, ScalarType type)
    {
        var wide = x.to_type(ScalarType.Float32);
        var meanSquare = wide.mul(wide).mean([-1], keepdim: true);
        TensorMath.ShiftInPlace(meanSquare, epsilon);
        return wide.mul(meanSquare.rsqrt()).mul(weight.to_type(ScalarType.Float32)).to_type(type);
    }
}
