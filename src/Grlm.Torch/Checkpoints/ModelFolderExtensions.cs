using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Tensors from and to the folders of the compact models.</summary>
internal static class ModelFolderExtensions
{
    /// <summary>Writes configuration and weights.</summary>
    public static void Save<TConfig>(this ModelFolder folder, TConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> weights)
    {
        SafetensorsFile.Write(folder.WeightsPath, weights);
        folder.WriteConfig(config);
    }

    /// <summary>Reads the weights into a model that the configuration describes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">Name and tensor.</param>
    /// <param name="mayStay">Whether a tensor of that name is there for another reader.</param>
    /// <exception cref="InvalidInputException">The weights are damaged, of another shape, or more than the configuration calls for.</exception>
    public static void ReadWeights(this ModelFolder folder, IReadOnlyList<KeyValuePair<string, Tensor>> weights, Func<string, bool> mayStay)
        => SafetensorsFile.ReadInto(folder.WeightsPath, weights, mayStay);
}
