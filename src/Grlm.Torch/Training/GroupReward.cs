namespace Grlm.Torch;

/// <summary>
/// Computes what the members of a group of generated TIDs are worth. The TID of the item that was chosen is worth one. Wrong ones are fined
/// by how well they are placed, <c>-penalty * d(k) / sum of d over wrong places</c> with <c>d(k) = 1 / log2(k + 1)</c> at the one-based
/// place k, and all fines together are the penalty. A group without the right TID teaches nothing: which of its members is less wrong is
/// not known.
/// </summary>
internal static class GroupReward
{
    /// <summary>Deviations below this are rounding: all members are worth the same.</summary>
    private const double SmallestDeviation = 1e-6;

    /// <summary>Computes the rewards of a group.</summary>
    /// <param name="right">Zero-based place of the right TID; -1 where the group does not have it.</param>
    /// <param name="rewards">Receives them, in the order of the group.</param>
    /// <param name="penalty">What the wrong members are fined together.</param>
    public static void Rewards(int right, Span<double> rewards, double penalty)
    {
        rewards.Clear();
        if (right < 0)
        {
            return;
        }

        var discounts = 0.0;
        for (var place = 0; place < rewards.Length; place++)
        {
            rewards[place] = place == right ? 0 : 1 / Math.Log2(place + 2);
            discounts += rewards[place];
        }

        for (var place = 0; place < rewards.Length; place++)
        {
            rewards[place] = place == right ? 1 : -penalty * rewards[place] / discounts;
        }
    }

    /// <summary>Turns rewards into advantages: less their mean, over their standard deviation (GRPO: Shao et al., 2024).</summary>
    /// <param name="values">Rewards, replaced by advantages; all zero where they are equal.</param>
    public static void ToAdvantages(Span<double> values)
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean) / values.Length;
        }

        var deviation = Math.Sqrt(squares);
        for (var place = 0; place < values.Length; place++)
        {
            values[place] = deviation > SmallestDeviation ? (values[place] - mean) / deviation : 0;
        }
    }
}

/// <summary>Describes the TIDs that the generator wrote for one history, the most probable first, as leaves of the trie.</summary>
/// <param name="Leaves">Trie node of each TID.</param>
/// <param name="LogProbabilities">Natural logarithm of each one's probability under the model that wrote it.</param>
/// <param name="Right">Zero-based place of the TID of the item that was chosen; -1 where it was not written.</param>
internal sealed record PreferenceGroup(int[] Leaves, double[] LogProbabilities, int Right);

/// <summary>
/// Holds what preference tuning reports of an epoch beside the validation figures, so that a reward that rises while those fall is seen.
/// </summary>
/// <param name="Reward">Mean over groups of the expected reward: of its members, drawn by their probabilities.</param>
/// <param name="Hits">Share of the groups that have the right TID.</param>
/// <param name="Divergence">Mean estimate of the divergence from the model that tuning started from, in nats.</param>
internal sealed record PreferenceFigures(double Reward, double Hits, double Divergence)
{
    /// <summary>Figures from their numbers, in the order of <see cref="ToArray"/>; zeros where there are none.</summary>
    public static PreferenceFigures Of(IReadOnlyList<double> numbers)
        => numbers.Count == 0 ? new(0, 0, 0) : new(numbers[0], numbers[1], numbers[2]);

    /// <summary>Returns the figures as numbers.</summary>
    public double[] ToArray() => [Reward, Hits, Divergence];

    /// <summary>Returns the sums.</summary>
    public PreferenceFigures Plus(PreferenceFigures other) => new(Reward + other.Reward, Hits + other.Hits, Divergence + other.Divergence);

    /// <summary>Returns all figures divided by a number.</summary>
    public PreferenceFigures Over(double count) => new(Reward / count, Hits / count, Divergence / count);
}
