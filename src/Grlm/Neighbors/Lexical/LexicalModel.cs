using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Grlm;

/// <summary>
/// Vectors of texts from the words in them, learnt from the catalogue's own texts with no model: latent semantic analysis (Deerwester and
/// others, 1990), that is weighted features (<see cref="LexicalVocabulary"/>) projected onto the directions in which the texts differ most.
/// Immutable and thread-safe.
/// </summary>
/// <param name="vocabulary">The features.</param>
/// <param name="projection"><c>[features, width]</c>.</param>
internal sealed class LexicalModel(LexicalVocabulary vocabulary, VectorMatrix projection)
{
    /// <summary>Directions hardly move any more with more texts than this.</summary>
    private const int MostTexts = 200_000;

    /// <summary>Gets the features.</summary>
    public LexicalVocabulary Vocabulary => vocabulary;

    /// <summary>Gets what a feature adds to a vector: <c>[features, width]</c>; one row of zeros where there is no feature.</summary>
    public VectorMatrix Projection => projection;

    /// <summary>Learns from texts.</summary>
    /// <param name="texts">The catalogue's texts.</param>
    /// <param name="width">Numbers in a vector; fewer where there are fewer features.</param>
    /// <param name="seed">Seed of where the search for directions begins, and of the sample where there are very many texts.</param>
    /// <param name="cancellationToken">Stops between texts.</param>
    public static LexicalModel Fit(IReadOnlyList<string> texts, int width, int seed, CancellationToken cancellationToken)
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

    /// <summary>Returns the vector of a text; zeros where the text has none of the features.</summary>
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

/// <summary>
/// Reads and writes a <see cref="LexicalModel"/> in the folder of an artifact, so that new items are embedded as the others were.
/// </summary>
internal static class LexicalFiles
{
    private const string Feature = "feature", Weight = "weight", Projection = "projection";

    /// <summary>Writes the model.</summary>
    public static async Task WriteAsync(string directory, LexicalModel model, CancellationToken cancellationToken)
    {
        var schema = new ParquetSchema(new DataField<long>(Feature, nullable: false), new DataField<float>(Weight, nullable: false));
        await using (var stream = File.Create(Path.Combine(directory, ArtifactNames.LexicalFeatures)))
        {
            await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancellationToken);
            using var group = writer.CreateRowGroup();
            long[] features = [.. model.Vocabulary.Features.Select(feature => unchecked((long)feature))];
            await group.WriteAsync<long>(schema.DataFields[0], features, cancellationToken: cancellationToken);
            await group.WriteAsync<float>(schema.DataFields[1], model.Vocabulary.Weights.ToArray(), cancellationToken: cancellationToken);
        }

        MatrixFile.Write(Path.Combine(directory, ArtifactNames.LexicalProjection), Projection, model.Projection);
    }

    /// <summary>Reads the model.</summary>
    /// <exception cref="MissingPrerequisiteException">It is not there.</exception>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static async Task<LexicalModel> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, ArtifactNames.LexicalFeatures);
        var projection = MatrixFile.Read(Path.Combine(directory, ArtifactNames.LexicalProjection), Projection);
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
            using var group = reader.OpenRowGroupReader(0);
            using var features = await ParquetColumn.ReadAsync<long>(reader, group, Feature);
            using var weights = await ParquetColumn.ReadAsync<float>(reader, group, Weight);
            var vocabulary = new LexicalVocabulary(MemoryMarshal.Cast<long, ulong>(features.Values).ToArray(), weights.Values.ToArray());
            return Math.Max(vocabulary.Features.Count, 1) == projection.Count
                ? new LexicalModel(vocabulary, projection)
                : throw new InvalidDataException($"{vocabulary.Features.Count} features do not go with a projection of {projection.Count}");
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: it is damaged{ParquetLayout.Detail(error)}. Run stage 'embed' from the beginning.", error);
        }
    }
}
