namespace Grlm.LanguageModels.Internal;

/// <summary>Frequencies of the rotary embedding, one for each pair of a head's dimensions.</summary>
public static class RotaryFrequencies
{
    /// <summary>Radians a position: <c>theta^(-2i / head)</c>, stretched.</summary>
    public static float[] Of(RotaryConfig config, int headSize)
    {
        var half = headSize / 2;
        var plain = Enumerable.Range(0, half).Select(pair => Math.Pow(config.Theta, -2.0 * pair / headSize)).ToArray();
        var stretched = config.Kind switch
        {
            RotaryKind.Default => plain,
            RotaryKind.Linear => Array.ConvertAll(plain, frequency => frequency / config.Factor),
            RotaryKind.Llama3 => Array.ConvertAll(plain, frequency => Llama3(config, frequency)),
            RotaryKind.Yarn => Yarn(config, plain, headSize),
            _ => throw new ArgumentOutOfRangeException(nameof(config)),
        };
        return Array.ConvertAll(stretched, frequency => (float)frequency);
    }

    /// <summary>
    /// Returns what cosines and sines are multiplied with: 1 but for YaRN, <c>0.1 ln(factor) + 1</c> there unless the configuration says
    /// otherwise.
    /// </summary>
    public static double AttentionScaling(RotaryConfig config)
    {
        if (config.Kind != RotaryKind.Yarn)
        {
            return 1;
        }

        if (config.AttentionFactor is { } given)
        {
            return given;
        }

        return config.MagnitudeScale > 0 && config.MagnitudeScaleAllDimensions > 0
            ? Magnitude(config.MagnitudeScale) / Magnitude(config.MagnitudeScaleAllDimensions)
            : Magnitude(1);

        double Magnitude(double scale) => config.Factor <= 1 ? 1 : (0.1 * scale * Math.Log(config.Factor)) + 1;
    }

    /// <summary>Returns how much of a frequency Llama 3 does not stretch, from 0 (long wavelengths) to 1 (short ones).</summary>
    public static double KeptByLlama3(RotaryConfig config, double frequency)
    {
        var turns = config.OriginalPositions * frequency / (2 * Math.PI);
        return Math.Clamp((turns - config.LowFrequencyFactor) / (config.HighFrequencyFactor - config.LowFrequencyFactor), 0, 1);
    }

    private static double Llama3(RotaryConfig config, double frequency)
    {
        var kept = KeptByLlama3(config, frequency);
        return (kept * frequency) + ((1 - kept) * frequency / config.Factor);
    }

    private static double[] Yarn(RotaryConfig config, double[] plain, int headSize)
    {
        var low = Dimension(config.BetaFast);
        var high = Dimension(config.BetaSlow);
        if (config.Truncate)
        {
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        }

        low = Math.Max(low, 0);
        high = Math.Min(high, headSize - 1);
        var width = high == low ? 0.001 : high - low; // a ramp of no width would divide by zero
        return [.. plain.Select((frequency, pair) =>
        {
            var stretched = Math.Clamp((pair - low) / width, 0, 1);
            return (stretched * frequency / config.Factor) + ((1 - stretched) * frequency);
        })];

        // The pair that turns so many times over the original length.
        double Dimension(double turns)
            => headSize * Math.Log(config.OriginalPositions / (turns * 2 * Math.PI)) / (2 * Math.Log(config.Theta));
    }
}
