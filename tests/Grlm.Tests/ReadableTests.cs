namespace Grlm.Tests;

public sealed class ReadableTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1:00")]
    [InlineData(125, "2:05")]
    [InlineData(3599.6, "1:00:00")]
    [InlineData(90_061, "25:01:01")]
    public void Duration_IsReadAtAGlance(double seconds, string text)
    => Assert.Equal(text, Readable.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.10123, ".1012")]
    [InlineData(0.99994, ".9999")]
    [InlineData(0.99996, "1.000")]
    [InlineData(0.0, ".0000")]
    [InlineData(double.NaN, "–")]
    public void Share_HasFourDecimals(double value, string text) => Assert.Equal(text, Readable.Share(value));

    [Fact]
    public void Words_SplitsAName() => Assert.Equal("Direct hit rate", Readable.Words("directHitRate"));

    [Theory]
    [InlineData(0.00123, "+.0012")]
    [InlineData(-0.25, "-.2500")]
    [InlineData(-0.00001, ".0000")]
    public void SignedShare_SaysWhichWay_WhereThereIsADifference(double difference, string expected)
        => Assert.Equal(expected, Readable.SignedShare(difference));
}
