namespace Grlm.Internal;

/// <summary>Term IDs from wherever a user points: a workspace, or a file as the terms stage takes it.</summary>
public static class TermIdSource
{
    /// <summary>Reads the TIDs of a catalogue's items; what is wrong with single entries is left out.</summary>
    /// <param name="path">A workspace's folder, a JSON file or a <c>term-ids.parquet</c>.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingPrerequisiteException">There is nothing there.</exception>
    /// <exception cref="InvalidInputException">The file is malformed, or belongs to another catalogue.</exception>
    public static async Task<IReadOnlyList<TermId?>> ReadAsync(string path, Catalog catalog, CancellationToken cancellationToken)
    {
        var file = Directory.Exists(path) ? new GrlmWorkspace(path).PathOf(ArtifactNames.Terms, ArtifactNames.TermIds) : path;
        return (await TermIdReader.ReadAsync(file, catalog, lenient: true, cancellationToken)).TermIds;
    }
}
