namespace Grlm.Import.Tests;

public sealed class TimestampTextTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("978300019", 978_300_019_000L)]
    [InlineData("978300019.25", 978_300_019_250L)]
    [InlineData("9.78300019E8", 978_300_019_000L)]
    [InlineData("978300019000", 978_300_019_000L)]
    [InlineData("-86400", -86_400_000L)]
    [InlineData("99999999999", 99_999_999_999_000L)]
    [InlineData("100000000000", 100_000_000_000L)]
    [InlineData("2000-12-31", 978_220_800_000L)]
    [InlineData("2000-12-31T22:00:19", 978_300_019_000L)]
    [InlineData("2000-12-31T22:00:19.5Z", 978_300_019_500L)]
    [InlineData("2000-12-31T23:00:19+01:00", 978_300_019_000L)]
    [InlineData("2000-12-31 22:00", 978_300_000_000L)]
    public void Parse_GivesMilliseconds(string text, long milliseconds) => Assert.Equal(milliseconds, TimestampText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("31/12/2000")]
    [InlineData("2000-02-30")]
    [InlineData("1,000")]
    public void Parse_OfAnythingElse_IsNull(string text) => Assert.Null(TimestampText.Parse(text));
}
