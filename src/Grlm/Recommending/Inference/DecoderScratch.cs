namespace Grlm;

/// <summary>Working memory of a <see cref="TermDecoder"/> for one search at a time.</summary>
internal sealed class DecoderScratch
{
    private float[] _scores = [];

    /// <summary>The beams of the depth that has been searched.</summary>
    public BeamList Kept { get; } = new();

    /// <summary>Their children.</summary>
    public BeamList Candidates { get; } = new();

    /// <summary>Room for the scores of so many siblings.</summary>
    public Span<float> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new float[Math.Max(count, 2 * _scores.Length)];
        }

        return _scores.AsSpan(0, count);
    }
}
