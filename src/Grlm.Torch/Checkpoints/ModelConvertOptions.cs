using System.Globalization;

namespace Grlm.Torch;

/// <summary>Options of <see cref="ModelConversion"/>.</summary>
public sealed record ModelConvertOptions
{
    /// <summary>Gets the type of the weights; null for the source's, and float32 where that is stored in blocks.</summary>
    [Option("Type of the weights; the source's own, or float32 where that is quantised.")]
    public WeightType? Dtype { get; init; }

    /// <summary>Gets what a file of weights may have at most: <c>5GB</c>, <c>500MB</c>, or bytes.</summary>
    [Option("What a file of weights may have at most.", Value = "SIZE")]
    public string MaxShardSize { get; init; } = "5GB";

    /// <summary>Returns <see cref="MaxShardSize"/> in bytes; units are decimal, as in transformers.</summary>
    /// <exception cref="InvalidOptionsException">It is no size.</exception>
    internal long MaximumShardSize()
    {
        foreach (var (unit, bytes) in ((string, long)[])[("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("", 1)])
        {
            if (MaxShardSize.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(MaxShardSize[..^unit.Length], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count)
                && count > 0)
            {
                return count * bytes;
            }
        }

        throw new InvalidOptionsException($"'{MaxShardSize}' is no size of a file. Give it like 5GB or 500MB.");
    }
}
