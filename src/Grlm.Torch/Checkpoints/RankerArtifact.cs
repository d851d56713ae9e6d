using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Reads and writes the ranker of a workspace. Beside the trained numbers the file holds the item vectors as they came out: recommending
/// needs nothing else.
/// </summary>
internal static class RankerArtifact
{
    /// <summary>Writes trained models as one ranker.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="members">The models whose mean score counts, of equal shape.</param>
    /// <param name="library">The term library that they were trained with.</param>
    /// <param name="isRefit">Whether validation interactions were trained on as well.</param>
    public static void Save(string directory, IReadOnlyList<RankerModel> members, TermLibrary library, bool isRefit = false)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        ModelFolder.OfRanker(directory).Save(ConfigOf(members, library, isRefit), [.. members.SelectMany(TensorsOf)]);
    }

    /// <summary>Returns what recommends with a model as it stands; later steps of its training leave it as it is.</summary>
    /// <param name="model">The only member.</param>
    /// <param name="library">The term library of the catalogue.</param>
    public static SequenceRanker Snapshot(RankerModel model, TermLibrary library) => Snapshot([model], library);

    /// <summary>Returns what recommends with models as they stand.</summary>
    /// <param name="members">The models whose mean score counts.</param>
    /// <param name="library">The term library of the catalogue.</param>
    public static SequenceRanker Snapshot(IReadOnlyList<RankerModel> members, TermLibrary library)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var tensors = new TensorSet(members.SelectMany(TensorsOf));
        return new SequenceRanker(ConfigOf(members, library, isRefit: false), tensors, library.ItemCount, get_num_threads());
    }

    /// <summary>Loads the ranker of a workspace, to learn from.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or the catalogue or the term library have changed since.</exception>
    public static TorchRanker Load(GrlmWorkspace workspace, TermLibrary library, Device device)
    {
        var folder = ModelFolder.OfRanker(workspace.FilesOf(ArtifactNames.Ranker).Folder());
        var config = RankerConfig.Read(folder, library);
        var members = new List<RankerMember>();
        try
        {
            members.AddRange(config.Members.Select((_, number) => Load(folder, config, number, library.ItemCount, device)));
            return new TorchRanker(members) { IsRefit = config.Refit };
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static RankerMember Load(ModelFolder folder, RankerConfig config, int number, int items, Device device)
    {
        var parameters = ParameterSet.Frozen(
            [new(RankerConfig.ItemVectors, [items, config.Shape.Width]), new(RankerConfig.MetadataVectors, [items, config.Shape.Width]),
                .. HistoryEncoder.Shapes(config.Shape)],
            ScalarType.Float32,
            device);
        try
        {
            folder.ReadWeights([.. Prefixed(parameters, number)],
                tensor => config.IsForTraining(tensor) || config.IsOfAnotherMember(number, tensor));
            var histories = new HistoryEncoder(parameters, config.Shape, device);
            return new RankerMember(
                parameters[RankerConfig.ItemVectors], parameters[RankerConfig.MetadataVectors], histories,
                config.Members[number].Temperature, histories, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private static RankerConfig ConfigOf(IReadOnlyList<RankerModel> members, TermLibrary library, bool isRefit)
        => new(RankerConfig.Type, members[0].Shape, [.. members.Select(member => new MemberConfig(member.Temperature, member.Kind))],
            library.Version, isRefit);

    private static IEnumerable<KeyValuePair<string, Tensor>> TensorsOf(RankerModel member, int number) =>
    [
        .. Prefixed(member.Parameters, number),
        new(RankerConfig.NameOf(number, RankerConfig.ItemVectors), member.EncodeItems()),
        new(RankerConfig.NameOf(number, RankerConfig.MetadataVectors), member.EncodeMetadata()),
    ];

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(ParameterSet parameters, int number)
        => parameters.Named.Select(parameter => KeyValuePair.Create(RankerConfig.NameOf(number, parameter.Key), parameter.Value));
}
