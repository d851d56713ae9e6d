namespace Grlm.Import.Tests;

public sealed class TimestampTextTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0.0", 0L)]
    [InlineData("978300019", 978_300_019_000_000_000L)]
    [InlineData("978300019.25", 978_300_019_250_000_000L)]
    [InlineData("978300019.123456789", 978_300_019_123_456_789L)]
    [InlineData("9.78300019E8", 978_300_019_000_000_000L)]
    [InlineData("978300019000", 978_300_019_000_000_000L)]
    [InlineData("978300019000001", 978_300_019_000_001_000L)]
    [InlineData("978300019000000001", 978_300_019_000_000_001L)]
    [InlineData("1.45e+18", 1_450_000_000_000_000_000L)]
    [InlineData("-86400", -86_400_000_000_000L)]
    [InlineData("-2208988800", -2_208_988_800_000_000_000L)]
    [InlineData("-2208988800000", -2_208_988_800_000_000_000L)]
    [InlineData("100000000000", 100_000_000_000_000_000L)]
    [InlineData("1900-01-01", -2_208_988_800_000_000_000L)]
    [InlineData("2200-12-31T23:59:59Z", 7_289_654_399_000_000_000L)]
    [InlineData("2000-12-31", 978_220_800_000_000_000L)]
    [InlineData("2000-12-31T22:00:19", 978_300_019_000_000_000L)]
    [InlineData("2000-12-31T22:00:19.5Z", 978_300_019_500_000_000L)]
    [InlineData("2000-12-31T22:00:19.123456789Z", 978_300_019_123_456_789L)]
    [InlineData("2000-12-31T23:00:19+01:00", 978_300_019_000_000_000L)]
    [InlineData("2000-12-31 22:00", 978_300_000_000_000_000L)]
    public void TryRead_GivesNanoseconds(string text, long nanoseconds)
    {
        Assert.True(TimestampText.TryRead(text, out var time, out var problem), problem);
        Assert.Equal(nanoseconds, time.Nanoseconds);
    }

    [Theory]
    [InlineData("99999999999", nameof(TimeUnit.Seconds))]
    [InlineData("1400000000", nameof(TimeUnit.Seconds))]
    [InlineData("-1400000000000", nameof(TimeUnit.Milliseconds))]
    [InlineData("1450000000000000", nameof(TimeUnit.Microseconds))]
    [InlineData("1450000000000000000", nameof(TimeUnit.Nanoseconds))]
    [InlineData("0", nameof(TimeUnit.Date))]
    [InlineData("2014-07-23", nameof(TimeUnit.Date))]
    public void TryRead_TellsTheUnitByTheSize(string text, string unit)
    {
        TimestampText.TryRead(text, out var time, out _);
        Assert.Equal(unit, time.Unit.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("31/12/2000")]
    [InlineData("2000-02-30")]
    [InlineData("1,000")]
    [InlineData("2000-12-31T22:00:19.1234567890Z")]
    public void TryRead_OfWhatIsNoTime_SaysSo(string text)
    {
        Assert.False(TimestampText.TryRead(text, out _, out var problem));
        Assert.Equal($"the timestamp '{text}' cannot be read.", problem);
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("-2208988801")]
    [InlineData("50000000000000")]
    [InlineData("9223372036854775807")]
    [InlineData("1e300")]
    [InlineData("1899-12-31T23:59:59.9Z")]
    [InlineData("2201-01-01")]
    [InlineData("9999-12-31")]
    public void TryRead_OfOtherYearsThan1900To2200_IsRefused(string text)
    {
        Assert.False(TimestampText.TryRead(text, out _, out var problem));
        Assert.Equal($"the timestamp '{text}' lies outside the years 1900 to 2200.", problem);
    }

    [Theory]
    [InlineData("20140723123000", "2014-07-23T12:30:00")]
    [InlineData("20140723123000.0", "2014-07-23T12:30:00")]
    [InlineData("20140723123000250", "2014-07-23T12:30:00.250")]
    public void TryRead_OfADateAsDigitsThatIsNoTime_NamesTheDate(string text, string date)
    {
        Assert.False(TimestampText.TryRead(text, out _, out var problem));
        Assert.Contains($"a date written as digits ({date})", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20140723", "2014-07-23")]
    [InlineData("20140723.0", "2014-07-23")]
    [InlineData("201407231230", "2014-07-23T12:30")]
    [InlineData("20141323", null)]
    [InlineData("1400000000", null)]
    [InlineData("978300019", null)]
    [InlineData("2014", null)]
    public void DigitDate_KnowsDatesFromOtherNumbers(string text, string? date) => Assert.Equal(date, DigitDate.Of(text));
}
