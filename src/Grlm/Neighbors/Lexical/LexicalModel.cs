using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// Vectors of texts from the words in them, learnt from the catalogue's own texts with no model: latent semantic analysis (Deerwester and others,
/// 1990), that is weighted features (<see cref="LexicalVocabulary"/>) projected onto the directions in which the texts differ most. Immutable and
/// thread-safe.
/// </summary>
/// <param name="vocabulary">The features.</param>
/// <param name="projection"><c>[features, width]</c>.</param>
internal sealed class LexicalModel(LexicalVocabulary vocabulary, VectorMatrix projection)
{
    /// <summary>Directions hardly move any more with more texts than this.</summary>
    private const int MostTexts = 200_000;

    /// <summary>The features.</summary>
    public LexicalVocabulary Vocabulary => vocabulary;

    /// <summary>What a feature adds to a vector: <c>[features, width]</c>; one row of zeros where there is no feature.</summary>
    public VectorMatrix Projection => projection;

    /// <summary>Learns from texts.</summary>
    /// <param name="texts">The catalogue's texts.</param>
    /// <param name="width">Numbers in a vector; fewer where there are fewer features.</param>
    /// <param name="seed">Seed of where the search for directions begins, and of the sample where there are very many texts.</param>
    /// <param name="cancellationToken">Stops between texts.</param>
    public static LexicalModel Learn(IReadOnlyList<string> texts, int width, int seed, CancellationToken cancellationToken)
    {
        var sample = texts;
        if (texts.Count > MostTexts)
        {
            string[] shuffled = [.. texts];
            new Random(seed).Shuffle(shuffled);
            sample = shuffled[..MostTexts];
        }

        var vocabulary = LexicalVocabulary.Of(sample, cancellationToken);
        var counts = new Dictionary<ulong, int>();
        (int Place, float Value)[][] rows = [.. sample.Select(text => vocabulary.Weigh(text, counts)).Where(row => row.Length > 0)];
        var features = vocabulary.Features.Count;
        return new LexicalModel(
            vocabulary,
            PrincipalDirections.Find(rows, Math.Max(features, 1), Math.Clamp(features, 1, width), seed, cancellationToken));
    }

    /// <summary>The vector of a text; zeros where the text has none of the features.</summary>
    public float[] Embed(string text)
    {
        var vector = new float[projection.Width];
        foreach (var (place, value) in vocabulary.Weigh(text, []))
        {
            TensorPrimitives.MultiplyAdd(projection[place], value, vector, vector);
        }

        return vector;
    }
}
