using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>The compact generator of a workspace, from and to its folder.</summary>
internal static class GeneratorArtifact
{
    private const string Command = "grlm train";

    /// <summary>Makes an untrained generator over a ranker's item vectors.</summary>
    /// <param name="unitItems">Item vectors of length one: <c>[items, width]</c>.</param>
    /// <param name="library">The term library.</param>
    public static CompactGeneratorModel Create(Tensor unitItems, TermLibrary library)
    {
        var nodes = new BranchingNodes(library.Trie);
        return new CompactGeneratorModel(nodes, TeacherTargets.NodeMeans(nodes, unitItems));
    }

    /// <summary>Writes a trained generator.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="library">The term library that it was trained with.</param>
    public static void Save(string directory, CompactGeneratorModel model, TermLibrary library)
        => new ModelFolder(directory, Command).Save(
            new GeneratorConfig(GeneratorConfig.Type, model.Width, library.Version), model.Parameters.Named);

    /// <summary>Loads the generator of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or was trained with another term library or another shape of ranker.</exception>
    public static CompactGeneratorModel Load(GrlmWorkspace workspace, TorchRanker ranker, TermLibrary library)
    {
        var folder = new ModelFolder(Path.Combine(workspace.Root, ArtifactNames.Model), Command);
        folder.CheckLibrary(folder.ReadConfig<GeneratorConfig>().LibraryVersion, library);
        var model = Create(ranker.UnitItems, library);
        folder.ReadWeights(model.Parameters.Named);
        return model;
    }
}
