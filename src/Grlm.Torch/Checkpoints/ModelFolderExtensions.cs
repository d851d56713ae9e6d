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
    /// <exception cref="InvalidInputException">The weights are damaged or of another shape.</exception>
    public static void ReadWeights(this ModelFolder folder, IReadOnlyList<KeyValuePair<string, Tensor>> weights)
        => SafetensorsFile.ReadInto(folder.WeightsPath, weights);
}
