namespace Grlm.Internal;

/// <summary>Holds what grounding takes of a workspace: no model.</summary>
/// <param name="Catalog">The items.</param>
/// <param name="Library">Their term IDs.</param>
/// <param name="Popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
public sealed record GroundingLibrary(Catalog Catalog, TermLibrary Library, IReadOnlyList<int> Popularity)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no dataset or no term library yet, or one of them has been made again
    /// since.</exception>
    public static GroundingLibrary Open(GrlmWorkspace workspace)
    {
        _ = Artifacts.VersionOf(workspace, ArtifactNames.Terms);
        var dataset = DatasetReader.Read(workspace);
        return new GroundingLibrary(
            dataset.Catalog, TermLibraryReader.Read(workspace, dataset.Catalog), dataset.Split.Training.Popularity(dataset.Catalog.Count));
    }
}
