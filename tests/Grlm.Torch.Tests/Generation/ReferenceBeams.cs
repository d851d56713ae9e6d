namespace Grlm.Torch.Tests;

/// <summary>Compares beams with those of another implementation or of a slower way to find them.</summary>
internal static class ReferenceBeams
{
    /// <summary>
    /// Asserts the same sequences in the same order with scores within a tolerance. Sequences whose scores differ by less may swap places,
    /// and the last of a prompt may be another one of the same score.
    /// </summary>
    /// <param name="expected">The reference, prompt after prompt.</param>
    /// <param name="actual">What was found.</param>
    /// <param name="beams">Sequences of a prompt.</param>
    /// <param name="name">What is compared, for the message.</param>
    /// <param name="tolerance">How far scores may be apart.</param>
    public static void AssertEqual(
        IReadOnlyList<GeneratedSequence> expected, IReadOnlyList<GeneratedSequence> actual, int beams, string name, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var place = 0; place < expected.Count; place++)
        {
            var (reference, score) = (expected[place], actual[place].Score);
            Assert.True(Math.Abs(reference.Score - score) < tolerance,
                $"{name}: place {place} scores {score:R} where {reference.Score:R} is expected.");

            var prompt = place / beams * beams;
            var tied = actual.Skip(prompt).Take(beams).Where(other => Math.Abs(other.Score - reference.Score) < tolerance);
            var isTiedWithWhatWasCutOff = Math.Abs(expected[Math.Min(prompt + beams, expected.Count) - 1].Score - reference.Score)
                < tolerance;
            var isFound = tied.Any(other => other.Tokens.AsSpan().SequenceEqual(reference.Tokens));
            Assert.True(
                isFound || (isTiedWithWhatWasCutOff && place != prompt),
                $"{name}: place {place} is [{string.Join(' ', actual[place].Tokens)}] where [{string.Join(' ', reference.Tokens)}] " +
                    $"is expected.");
        }
    }
}
