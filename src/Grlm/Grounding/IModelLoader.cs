namespace Grlm;

/// <summary>Loads the trained models of a workspace, so that evaluation and serving need not know the library they run on.</summary>
public interface IModelLoader
{
    /// <summary>Loads the collaborative ranker.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet: <c>grlm rank</c> makes it.</exception>
    IItemRanker LoadRanker(GrlmWorkspace workspace);

    /// <summary>Loads the generator.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet: <c>grlm train</c> makes it.</exception>
    ITermIdGenerator LoadGenerator(GrlmWorkspace workspace);
}
