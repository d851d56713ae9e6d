using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// The ranker of a workspace, from and to its folder. Beside the trained numbers the file holds the item vectors as they came out: recommending needs
/// nothing else.
/// </summary>
internal static class RankerArtifact
{
    /// <summary>Writes a trained ranker.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="library">The term library that it was trained with.</param>
    public static void Save(string directory, RankerModel model, TermLibrary library)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        ModelFolder.OfRanker(directory).Save(ConfigOf(model, library), [.. TensorsOf(model)]);
    }

    /// <summary>What recommends with a model as it stands; later steps of its training leave it as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="library">The term library of the catalogue.</param>
    public static SequenceRanker Snapshot(RankerModel model, TermLibrary library)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return new SequenceRanker(ConfigOf(model, library), new TensorSet(TensorsOf(model)), library.ItemCount, get_num_threads());
    }

    /// <summary>Loads the ranker of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or the catalogue or the term library have changed since.</exception>
    public static RankerModel Load(GrlmWorkspace workspace, Catalog catalog, TermLibrary library, Device device)
    {
        var folder = ModelFolder.OfRanker(workspace.PathOf(ArtifactNames.Ranker));
        var config = RankerConfig.Read(folder, library);
        var model = new RankerModel(config.Shape, config.Members[0].Temperature, library, ItemFeatures.Extract(catalog), device);
        folder.ReadWeights([.. Prefixed(model.Parameters)]);
        return model;
    }

    private static RankerConfig ConfigOf(RankerModel model, TermLibrary library)
        => new(RankerConfig.Type, model.Shape, [new MemberConfig(model.Temperature)], library.Version);

    private static IEnumerable<KeyValuePair<string, Tensor>> TensorsOf(RankerModel model)
        => [.. Prefixed(model.Parameters), new(RankerConfig.NameOf(0, RankerConfig.ItemVectors), model.EncodeItems())];

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(ParameterSet parameters)
        => parameters.Named.Select(parameter => KeyValuePair.Create(RankerConfig.NameOf(0, parameter.Key), parameter.Value));
}
