using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels.Tests;

public sealed class VectorExponentialTests
{
    [Fact]
    public void Of_EqualsTheExponential_ToTheLastBits()
    {
        for (var x = -87f; x < 88; x += 0.0137f)
        {
            Assert.Equal(1, VectorExponential.Of(Vector512.Create(x))[3] / Math.Exp(x), 3e-7);
        }
    }

    [Fact]
    public void Of_MinusInfinity_IsNothing_AndOfZeroOne_AndWhatIsNoNumberStaysSo()
    {
        Assert.Equal(0, VectorExponential.Of(Vector512.Create(float.NegativeInfinity))[0]);
        Assert.Equal(1, VectorExponential.Of(Vector512<float>.Zero)[0]);
        Assert.True(float.IsNaN(VectorExponential.Of(Vector512.Create(float.NaN))[0]));
    }
}
