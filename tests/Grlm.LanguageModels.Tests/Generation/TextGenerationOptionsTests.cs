namespace Grlm.LanguageModels.Tests;

public sealed class TextGenerationOptionsTests
{
    [Fact]
    public void Of_DrawsOnlyWhereTheModelsMakersWantIt()
    {
        var defaults = new GenerationDefaults { DoSample = true, Temperature = 0.6, TopK = 20, TopP = 0.95, RepetitionPenalty = 1.05 };

        Assert.Equal(
            new TextGenerationOptions { Temperature = 0.6, TopK = 20, TopP = 0.95, RepetitionPenalty = 1.05 } with { Stop = [] },
            TextGenerationOptions.Of(defaults) with { Stop = [] });
        Assert.Equal(1, TextGenerationOptions.Of(defaults with { Temperature = null }).Temperature);
        Assert.Equal(0, TextGenerationOptions.Of(defaults with { DoSample = null }).Temperature);
    }

    [Fact]
    public void Validate_RefusesWhatIsOutOfRangeOrDoesNotGoTogether()
    {
        var plain = new TextGenerationOptions();
        plain.Validate();
        TextGenerationOptions[] wrong =
        [
            plain with { MaximumNewTokens = 0 }, plain with { Temperature = -1 }, plain with { TopP = 1.1 }, plain with { Beams = 0 },
            plain with { Stop = [""] },
            plain with { Beams = 2, Temperature = 1 }, plain with { Beams = 2, Stop = ["x"] }, plain with { RepetitionPenalty = 0 },
            plain with { Temperature = double.NaN },
        ];

        Assert.All(wrong, options => Assert.Throws<InvalidOptionsException>(options.Validate));
    }
}
