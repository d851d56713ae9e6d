namespace Grlm.Torch;

/// <summary>Refuses a run that cannot fit into memory, before anything is loaded.</summary>
internal static class TuningMemory
{
    private const double BytesOfGigabyte = 1e9;

    /// <summary>Compares the estimate with what is free.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is tuned.</param>
    /// <param name="free">Bytes that are free.</param>
    /// <exception cref="InvalidOptionsException">It does not fit; the message says what would.</exception>
    public static void Check(LanguageModelConfig model, TuningOptions options, long free)
    {
        var needed = Estimate(model, options);
        if (needed <= free)
        {
            return;
        }

        string[] advice = [.. Alternatives(options)
            .Select(way => (way.Name, Needed: Estimate(model, way.Options)))
            .Where(way => way.Needed <= free)
            .Select(way => $"{way.Name} ({Gigabytes(way.Needed)})")];
        throw new InvalidOptionsException(
            $"Tuning needs about {Gigabytes(needed)} of memory, and {Gigabytes(free)} are free. " +
            (advice.Length > 0 ? $"What would fit: {string.Join("; ", advice)}."
                : "No setting makes it fit: take a smaller model or a larger machine."));
    }

    private static long Estimate(LanguageModelConfig model, TuningOptions options)
    {
        var type = options.ComputesInBFloat16 ? StoredType.BF16 : StoredType.F32;
        var estimate = options.Full
            ? MemoryEstimate.ToTune(model, options.MicroBatchTokens, options.GradientCheckpointing)
            : MemoryEstimate.ToTuneAdapter(model, type, options.LoraRank, options.MicroBatchTokens, options.GradientCheckpointing);
        return estimate.Total;
    }

    private static IEnumerable<(string Name, TuningOptions Options)> Alternatives(TuningOptions options)
    {
        var frugal = options with { GradientCheckpointing = true };
        var small = options with { MicroBatchTokens = options.MaximumLength };
        yield return ("gradient checkpointing", frugal);
        yield return ($"micro-batches of {small.MicroBatchTokens} tokens", small);
        yield return ("both", small with { GradientCheckpointing = true });
        if (options.Full)
        {
            yield return ("adapters (LoRA) instead of all parameters", options with { Full = false });
            yield return ("adapters with both", small with { GradientCheckpointing = true, Full = false });
        }
    }

    private static string Gigabytes(long bytes) => $"{bytes / BytesOfGigabyte:F1} GB";
}
