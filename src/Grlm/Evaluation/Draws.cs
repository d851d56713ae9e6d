namespace Grlm;

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

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var mixed = _state += Step;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
