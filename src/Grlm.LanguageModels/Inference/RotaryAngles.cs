namespace Grlm.LanguageModels;

/// <summary>Cosines and sines of the rotary embedding, grown with the positions that occur. Pairs are (i, i + half).</summary>
/// <param name="frequencies">Radians a position, one for each pair.</param>
/// <param name="scaling">What cosines and sines are multiplied with.</param>
internal sealed class RotaryAngles(float[] frequencies, double scaling)
{
    private readonly List<float[]> _cosines = [];
    private readonly List<float[]> _sines = [];

    /// <summary>Makes sure of a position.</summary>
    public void Reach(int position)
    {
        while (_cosines.Count <= position)
        {
            var place = (float)_cosines.Count;
            _cosines.Add(Array.ConvertAll(frequencies, frequency => (float)(MathF.Cos(place * frequency) * scaling)));
            _sines.Add(Array.ConvertAll(frequencies, frequency => (float)(MathF.Sin(place * frequency) * scaling)));
        }
    }

    /// <summary>Turns a head's vector to a position that has been reached.</summary>
    public void Turn(ReadOnlySpan<float> vector, int position, Span<float> turned)
    {
        var (cosines, sines, half) = (_cosines[position], _sines[position], frequencies.Length);
        for (var pair = 0; pair < half; pair++)
        {
            var (first, second) = (vector[pair], vector[half + pair]);
            turned[pair] = (first * cosines[pair]) - (second * sines[pair]);
            turned[half + pair] = (second * cosines[pair]) + (first * sines[pair]);
        }
    }
}
