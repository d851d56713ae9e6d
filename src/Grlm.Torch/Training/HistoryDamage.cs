namespace Grlm.Torch;

/// <summary>
/// Damages copies of histories into what a user might have had. A fifth of the items is dropped, and some neighbours are swapped.
/// </summary>
internal static class HistoryDamage
{
    private const double DropShare = 0.2;
    private const double SwapShare = 0.1;

    /// <summary>Returns a damaged copy, of one item at least.</summary>
    /// <param name="history">The history, of one item at least.</param>
    /// <param name="random">Draws the damage.</param>
    public static int[] Of(int[] history, Random random)
    {
        int[] kept = [.. history.Where(_ => random.NextDouble() >= DropShare)];
        if (kept.Length == 0)
        {
            kept = [history[random.Next(history.Length)]];
        }

        for (var place = 1; place < kept.Length; place++)
        {
            if (random.NextDouble() < SwapShare)
            {
                (kept[place - 1], kept[place]) = (kept[place], kept[place - 1]);
            }
        }

        return kept;
    }
}
