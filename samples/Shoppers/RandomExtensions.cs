namespace Grlm.Samples;

/// <summary>Draws that <see cref="Random"/> lacks. They use sums and products alone, so every machine draws the same.</summary>
internal static class RandomExtensions
{
    /// <summary>Whether something of this chance happens.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="chance">0 never, 1 always.</param>
    public static bool Happens(this Random random, double chance) => random.NextDouble() < chance;

    /// <summary>Draws one of the candidates in proportion to its weight.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="weightOf">Weight of a candidate, above 0.</param>
    public static T Draw<T>(this Random random, IReadOnlyList<T> candidates, Func<T, double> weightOf)
    {
        // Added up in order: Enumerable.Sum may add in another order on another processor, and the last bit would differ.
        var sums = new double[candidates.Count];
        var sum = 0.0;
        for (var candidate = 0; candidate < sums.Length; candidate++)
        {
            sums[candidate] = sum += weightOf(candidates[candidate]);
        }

        var drawn = random.NextDouble() * sum;
        var place = 0;
        while (place < sums.Length - 1 && drawn >= sums[place])
        {
            place++;
        }

        return candidates[place];
    }
}
