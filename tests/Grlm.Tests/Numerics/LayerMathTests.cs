using CsCheck;

namespace Grlm.Tests;

public sealed class LayerMathTests
{
    private static readonly Gen<float[]> _scores = Gen.Double[-60, 60].Select(number => (float)number).Array[1, 70];

    [Fact]
    public void Gelu_HasTheValuesOfTheFormula()
    {
        // x Phi(x) with the normal distribution's table to seven places.
        float[] values = [0, 1, -1, 0.5f, -0.5f, 3, -3, 10, -10, 2, 0, 1, -1, 0.5f, -0.5f, 3, -3];
        double[] expected = [0, 0.8413447, -0.1586553, 0.3457312, -0.1542688, 2.9959503, -0.0040497, 10, 0, 1.9544997];
        LayerMath.Gelu(values);
        Assert.All(values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
        Assert.Equal(values[..7], values[10..]); // the same in a whole register and in what remains
    }

    [Fact]
    public void LogSoftmax_EqualsTheFormulaInDoublePrecision() => _scores.Sample(scores =>
    {
        var highest = scores.Max();
        var normalizer = highest + Math.Log(scores.Sum(score => Math.Exp((double)score - highest)));
        float[] logarithms = [.. scores];
        LayerMath.LogSoftmax(logarithms);
        Assert.All(scores.Zip(logarithms), pair => Assert.Equal(pair.First - normalizer, pair.Second, 2e-5));
    });

    [Fact]
    public void LogSumExp_OfNothingIsMinusInfinity() => Assert.Equal(double.NegativeInfinity, LayerMath.LogSumExp([]));

    [Fact]
    public void Normalize_GivesMeanZeroAndVarianceOneTimesTheWeight()
    => _scores.Where(scores => scores.Distinct().Count() > 1).Sample(scores =>
    {
        var normal = new float[scores.Length];
        LayerMath.Normalize(scores, [.. scores.Select(_ => 2f)], normal);
        var (mean, variance) = (scores.Average(score => (double)score), 0.0);
        variance = scores.Average(score => Math.Pow(score - mean, 2));
        Assert.All(scores.Zip(normal), pair => Assert.Equal(2 * (pair.First - mean) / Math.Sqrt(variance + 1e-5), pair.Second, 1e-3));
    });

    [Fact]
    public void ScaleTo_BringsAVectorToALengthAndLeavesZeros()
    {
        float[] vector = [3, 4];
        LayerMath.ScaleTo(10, vector);
        Assert.Equal([6, 8], vector);
        float[] zeros = [0, 0];
        LayerMath.ScaleTo(10, zeros);
        Assert.Equal([0, 0], zeros);
    }
}
