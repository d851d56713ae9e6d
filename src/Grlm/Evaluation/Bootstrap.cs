namespace Grlm;

/// <summary>
/// Percentile bootstrap over users: as many users as there are, drawn with replacement, a thousand times; all metrics see the same draws
/// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
/// </summary>
internal static class Bootstrap
{
    /// <summary>Holds how many times the users are drawn anew.</summary>
    public const int Resamples = 1_000;

    private const double Coverage = 0.95;

    /// <summary>Returns the intervals of the means.</summary>
    /// <param name="values">The users' values.</param>
    /// <param name="seed">The same seed gives the same intervals, on any number of processors.</param>
    /// <returns>Low and high end for each value of a row; 0 where there are no users.</returns>
    public static IReadOnlyList<(double Low, double High)> Intervals(MetricRows values, int seed)
    {
        if (values.Users == 0)
        {
            return new (double, double)[values.Width];
        }

        var means = new double[Resamples][];
        Parallel.For(0, Resamples, resample => means[resample] = MeansOfDraw(values, new Draws(seed, resample)));
        return [.. Enumerable.Range(0, values.Width).Select(column => Interval(Array.ConvertAll(means, draw => draw[column])))];
    }

    private static double[] MeansOfDraw(MetricRows values, Draws draws)
    {
        var rowOfUser = values.RowOfUser;
        var users = new long[values.Rows.Count];
        for (var draw = 0; draw < rowOfUser.Length; draw++)
        {
            users[rowOfUser[draws.Below(rowOfUser.Length)]]++;
        }

        return values.MeansOf(users);
    }

    private static (double Low, double High) Interval(double[] means)
    {
        Array.Sort(means);
        return (Quantile(means, (1 - Coverage) / 2), Quantile(means, (1 + Coverage) / 2));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}

/// <summary>
/// Random numbers for resampling, a billion of them in seconds and each resample with a stream of its own: SplitMix64
/// (Steele, Lea and Flood, OOPSLA 2014).
/// </summary>
internal struct Draws
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="stream">Number of the resample.</param>
    public Draws(int seed, int stream)
    {
        // Hashed, so that the streams of neighbouring numbers don't overlap by a step.
        _state = ((ulong)(uint)seed << 32) | (uint)stream;
        _state = Next();
    }

    /// <summary>Returns 64 random bits.</summary>
    public ulong Next()
    {
        var mixed = _state += Step;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Returns a whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
