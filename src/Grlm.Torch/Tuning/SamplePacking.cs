namespace Grlm.Torch;

/// <summary>
/// Lays samples out in micro-batches with little padding. The samples are shuffled; within a window of them the longest that is left gives a
/// micro-batch its width, and rows are filled up with whatever still fits, longest first (first fit, decreasing). The same random numbers give the
/// same micro-batches.
/// </summary>
internal static class SamplePacking
{
    /// <summary>Samples among which partners are sought.</summary>
    private const int Window = 512;

    /// <summary>
    /// Rows are so many times as long as the prompt that their samples share at least, as far as the budget goes: it then costs little.
    /// </summary>
    private const int PromptsOfRow = 8;

    /// <summary>Makes the micro-batches of one pass over the samples, in random order.</summary>
    /// <param name="sizes">What each sample takes.</param>
    /// <param name="budget">Tokens of a micro-batch at most, padding included; a longer sample is a micro-batch of its own.</param>
    /// <param name="packed">Whether samples share rows.</param>
    /// <param name="random">Seeded for this pass.</param>
    /// <returns>Sample numbers, row by row, of each micro-batch; each sample once.</returns>
    public static IReadOnlyList<int[][]> MicroBatches(IReadOnlyList<SampleSize> sizes, int budget, bool packed, Random random)
    {
        var order = Enumerable.Range(0, sizes.Count).ToArray();
        random.Shuffle(order);
        int[][][] batches = [.. order.Chunk(Window)
            .SelectMany(window => Lay([.. window.OrderByDescending(sample => sizes[sample].Length)], sizes, budget, packed))];
        random.Shuffle(batches);
        return batches;
    }

    private static IEnumerable<int[][]> Lay(List<int> left, IReadOnlyList<SampleSize> sizes, int budget, bool packed)
    {
        while (left.Count > 0)
        {
            var longest = sizes[left[0]];
            var least = packed && longest.Prompt >= 0 ? Math.Min(budget, PromptsOfRow * longest.PromptLength) : 0;
            var width = Math.Max(longest.Length, least);
            var rows = Math.Max(1, budget / width);
            List<int[]> batch = [];
            while (batch.Count < rows && left.Count > 0)
            {
                batch.Add(packed ? TakeRow(left, sizes, width) : TakeFirst(left));
            }

            yield return [.. batch];
        }
    }

    private static int[] TakeRow(List<int> left, IReadOnlyList<SampleSize> sizes, int width)
    {
        List<int> row = [];
        HashSet<int> prompts = [];
        left.RemoveAll(sample =>
        {
            var size = sizes[sample];
            var length = prompts.Contains(size.Prompt) ? size.Length - size.PromptLength : size.Length;
            var fits = length <= width;
            if (fits)
            {
                row.Add(sample);
                width -= length;
                _ = size.Prompt >= 0 && prompts.Add(size.Prompt);
            }

            return fits;
        });
        return [.. row];
    }

    private static int[] TakeFirst(List<int> left)
    {
        var first = left[0];
        left.RemoveAt(0);
        return [first];
    }
}
