namespace Grlm.Torch;

/// <summary>Text vectors of the embed stage, for the ranker.</summary>
internal static class TextVectors
{
    /// <summary>Reads the vectors of all items; null where the workspace has none.</summary>
    /// <exception cref="InvalidInputException">They are damaged or belong to another catalogue.</exception>
    public static VectorMatrix? TryRead(GrlmWorkspace workspace, Catalog catalog)
    {
        if (workspace.FilesOf(ArtifactNames.Neighbors).Find(ArtifactNames.Embeddings) is not { } path)
        {
            return null;
        }

        var vectors = MatrixFile.Read(path, ArtifactNames.EmbeddingsTensor);
        return vectors.Count == catalog.Count
            ? vectors
            : throw new InvalidInputException(
                $"{path} has {vectors.Count:N0} vectors for {catalog.Count:N0} items. Run stage 'embed' again.");
    }
}
