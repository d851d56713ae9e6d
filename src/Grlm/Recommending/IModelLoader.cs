namespace Grlm;

/// <summary>Loads the trained models of a workspace, so that evaluation and serving need not know the library they run on.</summary>
public interface IModelLoader
{
    /// <summary>Loads what recommending from a source takes.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <param name="library">Its term library.</param>
    /// <param name="source">What is to rank: with <see cref="RecommendationSource.Ranker"/> no generator is loaded.</param>
    /// <param name="mode">What the generator may write.</param>
    /// <exception cref="MissingPrerequisiteException">A model is not there yet: <c>grlm rank</c> and <c>grlm train</c> make
    /// them.</exception>
    /// <exception cref="InvalidInputException">A model is damaged, or was trained with another term library.</exception>
    /// <exception cref="InvalidOptionsException">The generator can't write freely.</exception>
    LoadedModels Load(GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode);
}
