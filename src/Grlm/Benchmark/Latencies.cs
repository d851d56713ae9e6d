namespace Grlm;

/// <summary>Describes how long requests took, one after the other on one thread, in milliseconds.</summary>
/// <param name="Median">Half of them took less.</param>
/// <param name="P90">Nine in ten took less.</param>
/// <param name="P99">Ninety-nine in a hundred took less.</param>
/// <param name="Longest">The longest.</param>
public sealed record Latencies(double Median, double P90, double P99, double Longest)
{
    /// <summary>Summarises single times.</summary>
    /// <param name="milliseconds">One time a request, at least one; sorted afterwards.</param>
    internal static Latencies Of(double[] milliseconds)
    {
        Array.Sort(milliseconds);
        return new Latencies(At(0.5), At(0.9), At(0.99), milliseconds[^1]);

        double At(double share) => milliseconds[Math.Min(milliseconds.Length - 1, (int)(share * milliseconds.Length))];
    }
}
