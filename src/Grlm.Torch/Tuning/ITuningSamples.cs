using System.Runtime.InteropServices;

namespace Grlm.Torch;

/// <summary>Gives what a run learns from, pass by pass: the same samples for the same pass, whenever they are asked for.</summary>
internal interface ITuningSamples
{
    /// <summary>Returns the sizes of a pass's samples.</summary>
    /// <param name="epoch">The pass, from one.</param>
    SampleSize[] SizesOf(int epoch);

    /// <summary>Returns one sample of a pass.</summary>
    /// <param name="epoch">The pass, from one.</param>
    /// <param name="number">Its number in the pass.</param>
    TuningSample Sample(int epoch, int number);
}

/// <summary>Says what a sample takes of a row.</summary>
/// <param name="Length">Its tokens.</param>
/// <param name="PromptLength">Those of its prompt, which takes no room beside another sample with the same.</param>
/// <param name="Prompt">Number of the prompt; -1 for one that no other sample has.</param>
internal readonly record struct SampleSize(int Length, int PromptLength = 0, int Prompt = -1);

/// <summary>Gives the same samples in every pass.</summary>
/// <param name="samples">The samples.</param>
internal sealed class FixedSamples(IReadOnlyList<TuningSample> samples) : ITuningSamples
{
    private readonly SampleSize[] _sizes = SizesOf(samples);

    /// <inheritdoc/>
    public SampleSize[] SizesOf(int epoch) => _sizes;

    /// <inheritdoc/>
    public TuningSample Sample(int epoch, int number) => samples[number];

    private static SampleSize[] SizesOf(IReadOnlyList<TuningSample> samples)
    {
        string[] prompts =
            [.. samples.Select(sample => new string(MemoryMarshal.Cast<int, char>(sample.Ids.AsSpan(0, sample.PromptLength))))];
        var numbers = prompts.Where(prompt => prompt.Length > 0)
            .CountBy(prompt => prompt, StringComparer.Ordinal).Where(prompt => prompt.Value > 1)
            .Select((prompt, number) => (prompt.Key, number))
            .ToDictionary(prompt => prompt.Key, prompt => prompt.number, StringComparer.Ordinal);
        return [.. samples.Zip(prompts, (sample, prompt) => numbers.TryGetValue(prompt, out var number)
            ? new SampleSize(sample.Length, sample.PromptLength, number)
            : new SampleSize(sample.Length))];
    }
}

/// <summary>Joins samples of several kinds in one pass.</summary>
/// <param name="parts">The kinds; prompts of one are not shared with another's.</param>
internal sealed class JoinedSamples(params IReadOnlyList<ITuningSamples> parts) : ITuningSamples
{
    /// <inheritdoc/>
    public SampleSize[] SizesOf(int epoch)
    {
        List<SampleSize> sizes = [];
        var prompts = 0;
        foreach (var part in parts)
        {
            var own = part.SizesOf(epoch);
            sizes.AddRange(own.Select(size => size.Prompt < 0 ? size : size with { Prompt = size.Prompt + prompts }));
            prompts += own.Select(size => size.Prompt + 1).DefaultIfEmpty().Max();
        }

        return [.. sizes];
    }

    /// <inheritdoc/>
    public TuningSample Sample(int epoch, int number)
    {
        foreach (var part in parts)
        {
            var count = part.SizesOf(epoch).Length;
            if (number < count)
            {
                return part.Sample(epoch, number);
            }

            number -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(number));
    }
}
