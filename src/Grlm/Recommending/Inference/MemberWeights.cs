namespace Grlm;

/// <summary>
/// How the members of a ranker stand side by side as one cosine model. The mean of their scores <c>s_k cos_k</c>, s_k the inverse of a temperature, is
/// one cosine over one temperature where items are the unit item vectors over sqrt(K) and histories are the unit history vectors times
/// <c>w_k = s_k / sqrt(sum of s^2)</c>: both are of length one.
/// </summary>
internal static class MemberWeights
{
    /// <summary>Weights of the members' unit history vectors, and the temperature of all together.</summary>
    /// <param name="temperatures">The members' temperatures.</param>
    public static (IReadOnlyList<double> Weights, double Temperature) Of(IReadOnlyList<double> temperatures)
    {
        var length = Math.Sqrt(temperatures.Sum(temperature => 1 / (temperature * temperature)));
        return ([.. temperatures.Select(temperature => 1 / (temperature * length))], Math.Sqrt(temperatures.Count) / length);
    }
}
