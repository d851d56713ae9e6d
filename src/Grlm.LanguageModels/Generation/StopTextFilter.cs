namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Ends a text that comes in pieces before the first stop text in it. What may be the beginning of one is held back until that is certain,
/// so the pieces together do not depend on where they are cut. One for each text; not thread-safe.
/// </summary>
/// <param name="stops">The stop texts.</param>
public sealed class StopTextFilter(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Tells whether a stop text has come.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <returns>What has become certain; often empty.</returns>
    public string Add(string piece)
    {
        if (IsStopped)
        {
            return "";
        }

        _held += piece;
        var (start, end) = FirstStop();
        IsStopped = end >= 0;
        var certain = IsStopped ? start : _held.Length - LongestBeginning();
        var text = _held[..certain];
        _held = IsStopped ? "" : _held[certain..];
        return text;
    }

    /// <summary>Returns what is left at the end: no stop text came of it.</summary>
    public string Finish()
    {
        var text = _held;
        _held = "";
        return text;
    }

    /// <summary>Returns the stop text that is complete first, as if the text came a character at a time.</summary>
    private (int Start, int End) FirstStop()
    {
        var first = (Start: -1, End: -1);
        foreach (var stop in stops)
        {
            var start = _held.IndexOf(stop, StringComparison.Ordinal);
            var end = start + stop.Length;
            if (start >= 0 && (first.End < 0 || end < first.End || (end == first.End && start < first.Start)))
            {
                first = (start, end);
            }
        }

        return first;
    }

    private int LongestBeginning()
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, _held.Length); length > longest; length--)
            {
                if (_held.AsSpan()[^length..].SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
