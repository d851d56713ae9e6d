using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Grlm;

/// <summary>A <see cref="LexicalModel"/> in the folder of an artifact, so that new items are embedded as the others were.</summary>
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
            throw new InvalidInputException($"{path}: it is damaged{ParquetLayout.Detail(error)}. Run 'grlm embed --force'.", error);
        }
    }
}
