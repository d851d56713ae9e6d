using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>The ranker of a workspace, from and to its folder.</summary>
internal static class RankerArtifact
{
    private const string Command = "grlm rank";

    /// <summary>Writes a trained ranker.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="library">The term library that it was trained with.</param>
    public static void Save(string directory, RankerModel model, TermLibrary library)
        => new ModelFolder(directory, Command).Save(
            new RankerConfig(RankerConfig.Type, model.Shape, model.Temperature, library.Version), model.Parameters);

    /// <summary>Loads the ranker of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or the catalogue or the term library have changed since.</exception>
    public static RankerModel Load(GrlmWorkspace workspace, Catalog catalog, TermLibrary library, Device device)
    {
        var folder = new ModelFolder(Path.Combine(workspace.Root, ArtifactNames.Ranker), Command);
        var config = folder.ReadConfig<RankerConfig>();
        folder.CheckLibrary(config.LibraryVersion, library);
        if (!config.Shape.IsPossible)
        {
            throw new InvalidInputException($"{folder.Path}: there is no encoder of the shape {config.Shape}. Run '{Command}' again.");
        }

        var model = new RankerModel(config.Shape, config.Temperature, library, ItemFeatures.Extract(catalog), device);
        folder.ReadWeights(model.Parameters);
        return model;
    }
}
