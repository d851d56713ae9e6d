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
        var weights = candidates.Select(weightOf).ToArray();
        var left = random.NextDouble() * weights.Sum();
        var place = 0;
        while (place < candidates.Count - 1 && left >= weights[place])
        {
            left -= weights[place];
            place++;
        }

        return candidates[place];
    }
}
