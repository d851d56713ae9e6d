namespace Grlm.LanguageModels;

/// <summary>
/// Rotary scaling that a GGUF file has as a table of divisors, one for each pair of a head's dimensions. Files of Llama 3.1 and later are written so; the
/// settings that made the table are taken from it, and held against all of it.
/// </summary>
internal static class GgufFrequencyFactors
{
    /// <summary>Name of the tensor.</summary>
    public const string Name = "rope_freqs.weight";

    // As all of Llama 3.1, 3.2 and 3.3 have been trained.
    private const int OriginalPositions = 8192;
    private const double Tolerance = 1e-4;

    /// <summary>Reads the table.</summary>
    /// <param name="file">A file that has it.</param>
    /// <param name="theta">Base of the wavelengths.</param>
    /// <param name="headSize">Dimensions of a head.</param>
    /// <returns>The scaling; null where no setting known here makes this table.</returns>
    public static RotaryConfig? Read(GgufFile file, double theta, int headSize)
    {
        var table = new float[file.Tensors[Name].Count];
        file.Read(Name, 0, table);
        var plain = new RotaryConfig(RotaryKind.Default, theta, 1, OriginalPositions);
        if (table.Length != headSize / 2 || table is not [.., var slowest])
        {
            return null;
        }

        // The slowest pair is stretched most: of its divisor follows the factor.
        var kept = RotaryFrequencies.KeptByLlama3(plain, RotaryFrequencies.Of(plain, headSize)[^1]);
        var factor = Math.Round((1 - kept) / ((1 / (double)slowest) - kept), 3);
        if (!(factor >= 1) || !double.IsFinite(factor))
        {
            return null;
        }

        var scaled = plain with { Kind = RotaryKind.Llama3, Factor = factor };
        var divisors = RotaryFrequencies.Of(plain, headSize).Zip(RotaryFrequencies.Of(scaled, headSize), (whole, stretched) => whole / stretched);
        return divisors.Zip(table).All(pair => Math.Abs((pair.Second / pair.First) - 1) <= Tolerance) ? scaled : null;
    }
}
