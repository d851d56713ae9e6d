namespace Grlm.Internal;

/// <summary>
/// Holds what models are trained on and chosen by. It holds no test target, nor anything that leads to one: trials of a search get this and
/// nothing else. Immutable and safe for concurrent reads.
/// </summary>
/// <param name="Catalog">The items.</param>
/// <param name="Library">Their terms.</param>
/// <param name="Split">Training interactions and validation targets.</param>
public sealed record TrainingData(Catalog Catalog, TermLibrary Library, TrainingSplit Split)
{
    /// <summary>Reads the data of a workspace; the test targets are dropped on the way.</summary>
    /// <exception cref="MissingPrerequisiteException">The dataset or the term library is not there yet.</exception>
    /// <exception cref="InvalidInputException">One of them is damaged.</exception>
    public static TrainingData Read(GrlmWorkspace workspace)
    {
        var dataset = DatasetReader.Read(workspace);
        return new TrainingData(dataset.Catalog, TermLibraryReader.Read(workspace, dataset.Catalog), dataset.Split.Training);
    }
}
