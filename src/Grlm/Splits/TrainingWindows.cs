namespace Grlm.Internal;

/// <summary>
/// Histories cut to what an encoder reads at a time. A longer one becomes several windows, so that every interaction but the first is
/// predicted once, from as many before it as its window holds.
/// </summary>
public static class TrainingWindows
{
    /// <summary>Cuts histories.</summary>
    /// <param name="histories">Histories of two items at least, oldest first.</param>
    /// <param name="longest">Most items that the encoder reads.</param>
    /// <returns>
    /// Windows of two to <paramref name="longest"/> + 1 items: what is read and what follows it. Consecutive ones share an item.
    /// </returns>
    public static int[][] Of(IEnumerable<int[]> histories, int longest)
        => [.. histories.SelectMany(history => Of(history.Length, longest).Select(window => history[window]))];

    /// <summary>Returns the windows of one history, the latest first.</summary>
    /// <param name="length">Items of the history.</param>
    /// <param name="longest">Most items that the encoder reads.</param>
    public static IEnumerable<Range> Of(int length, int longest)
    {
        for (var last = length - 1; last > 0; last -= longest) // from the latest: it is the oldest window that may be short
        {
            yield return Math.Max(0, last - longest)..(last + 1);
        }
    }
}
