using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// The ranker of a workspace, from and to its folder. Beside the parameters of each member the file holds its item vectors as they came out:
/// recommending needs neither the catalogue nor text vectors.
/// </summary>
internal static class RankerArtifact
{
    private const string Command = "grlm rank";

    /// <summary>Writes trained members as one ranker.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="members">The models.</param>
    /// <param name="inputs">What is known of the items.</param>
    /// <param name="isRefit">Whether validation interactions were trained on as well.</param>
    public static void Save(string directory, IReadOnlyList<RankerModel> members, ItemInputs inputs, bool isRefit)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var config = new RankerConfig(
            RankerConfig.Type,
            inputs.Library.ItemCount,
            members[0].Shape,
            [.. members.Select(member => new MemberConfig(member.Kind, member.Kind == MemberKind.Items ? 0 : inputs.TextWidth, member.Temperature))],
            isRefit,
            inputs.Library.Version);
        new ModelFolder(directory, Command).Save(config, [.. members.SelectMany(TensorsOf)]);
    }

    /// <summary>Loads the ranker of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or the term library has changed since.</exception>
    public static TorchRanker Load(GrlmWorkspace workspace, TermLibrary library, Device device)
    {
        var folder = new ModelFolder(Path.Combine(workspace.Root, ArtifactNames.Ranker), Command);
        var config = folder.ReadConfig<RankerConfig>();
        folder.CheckLibrary(config.LibraryVersion, library);
        if (!config.IsPossible || config.Items != library.ItemCount)
        {
            throw new InvalidInputException(
                $"{folder.Path}: its configuration is not that of a ranker of {library.ItemCount:N0} items. Run '{Command}' again.");
        }

        var members = new List<RankerMember>();
        try
        {
            members.AddRange(config.Members.Select((member, number) => Load(folder, number, config, device)));
            return new TorchRanker(members) { IsRefit = config.Refit };
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static RankerMember Load(ModelFolder folder, int number, RankerConfig config, Device device)
    {
        var parameters = ParameterSet.Frozen([.. HistoryEncoder.Shapes(config.Shape)], ScalarType.Float32, device);
        var itemVectors = empty(config.Items, config.Shape.Width, device: device).DetachFromDisposeScope();
        try
        {
            folder.ReadWeights([new(NameOf(number, ItemVectors), itemVectors), .. Prefixed(number, parameters.Named)]);
            var histories = new HistoryEncoder(parameters, config.Shape, device);
            return new RankerMember(itemVectors, histories, config.Members[number].Temperature, histories, parameters);
        }
        catch
        {
            itemVectors.Dispose();
            parameters.Dispose();
            throw;
        }
    }

    private const string ItemVectors = "item_vectors";

    private static IEnumerable<KeyValuePair<string, Tensor>> TensorsOf(RankerModel member, int number)
        => [new(NameOf(number, ItemVectors), member.EncodeItems()), .. Prefixed(number, member.Parameters.Named)];

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(int number, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => tensors.Select(tensor => KeyValuePair.Create(NameOf(number, tensor.Key), tensor.Value));

    private static string NameOf(int number, string tensor) => $"members.{number}.{tensor}";
}
