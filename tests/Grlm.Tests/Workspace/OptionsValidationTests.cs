namespace Grlm.Tests;

public sealed class OptionsValidationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Validate_RefusesAValueOutOfRange_AndSaysWhichOnesThereAre(int beams)
    {
        var error = Assert.Throws<InvalidOptionsException>(() => OptionsValidation.Validate(new EvaluateOptions { Beams = beams }));
        Assert.Equal($"Option 'beams' takes 1 to 1000, not {beams}.", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Validate_TakesTheEndsOfTheRange(int beams) => OptionsValidation.Validate(new EvaluateOptions { Beams = beams });
}
