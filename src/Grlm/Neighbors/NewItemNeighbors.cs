using System.Text.Json;

namespace Grlm;

/// <summary>Finds the neighbours of items that have come to a catalogue, by the vectors and the provider of its last <c>grlm embed</c>.</summary>
/// <param name="providers">What can make text vectors.</param>
public sealed class NewItemNeighbors(EmbeddingProviders providers)
{
    /// <summary>Embeds the new items as the others were and looks for their neighbours among all, old and new.</summary>
    /// <param name="workspace">A workspace that <c>grlm embed</c> has filled.</param>
    /// <param name="items">The new items.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The neighbours of each new item; an index from the catalogue's count on is that of a new item.</returns>
    /// <exception cref="MissingPrerequisiteException">There are no vectors yet, or the provider failed.</exception>
    /// <exception cref="InvalidInputException">The vectors are damaged, or the provider's are of another width now.</exception>
    public async Task<IReadOnlyList<Neighbor[]>> FindAsync(
        GrlmWorkspace workspace, IReadOnlyList<Item> items, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(progress);
        var folder = workspace.PathOf(ArtifactNames.Neighbors);
        var options = Manifest.Read(workspace, ArtifactNames.Neighbors).Options.Deserialize<EmbedOptions>(WorkspaceJson.Options)!;
        var known = MatrixFile.Read(Path.Combine(folder, ArtifactNames.Embeddings), EmbedStage.TensorName);
        var added = await EmbedAsync(options, folder, [.. items.Select(ItemText.Of)], progress, cancellationToken);
        if (added.Width != known.Width && !IsZero(added))
        {
            throw new InvalidInputException(
                $"The embedding provider makes vectors of {added.Width} numbers, and those in {folder} have {known.Width}. Run 'grlm embed' again.");
        }

        // Items without any text come in vectors of no particular width.
        var all = known.Append(added.Width == known.Width ? added : new VectorMatrix(added.Count, known.Width));
        return await Task.Run(() => new NeighborSearch(options.Search()).FindOfNew(all, known.Count, progress, cancellationToken), cancellationToken);
    }

    private async Task<VectorMatrix> EmbedAsync(
        EmbedOptions options, string folder, string[] texts, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var log = Path.GetTempFileName();
        try
        {
            using var generator = await providers.Of(options.Provider).OpenAsync(options, folder, texts: null, cancellationToken);
            return (await new TextEmbedding(generator, options).EmbedAsync(texts, log, progress, cancellationToken)).Vectors;
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static bool IsZero(VectorMatrix vectors)
        => Enumerable.Range(0, vectors.Count).All(row => !vectors[row].ContainsAnyExcept(0f));
}
