using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Small models that another implementation made, with what it computed.</summary>
internal static class GoldenModel
{
    /// <summary>Folders of the shared golden files that hold a file of this name; the test is skipped where there is none.</summary>
    public static IReadOnlyList<string> FoldersWith(string file)
    {
        var root = Repository.SharedFolder("golden");
        string[] folders = [.. Repository.SharedFoldersWith("golden", file).Select(Repository.SharedFolder)];
        Assert.SkipWhen(folders.Length == 0, $"No folder below {root} has a {file}.");
        return folders;
    }

    public static JsonNode Json(string folder, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!;

    public static CausalNetwork Network(string folder, bool trainable = false, ScalarType type = ScalarType.Float32)
    {
        using var checkpoint = ModelCheckpoint.Open(folder);
        var config = checkpoint.Config;
        var weights = trainable ? LanguageModelWeights.Trainable(config, CPU) : LanguageModelWeights.Frozen(config, type, CPU);
        weights.Read(checkpoint.Weights);
        return new CausalNetwork(config, weights, type);
    }

    public static int[][] Rows(JsonNode node)
        => [.. node.AsArray().Select(row => row!.AsArray().Select(value => value!.GetValue<int>()).ToArray())];

    public static float[] Flat(JsonNode node)
        => node is JsonArray array ? [.. array.SelectMany(item => Flat(item!))] : [node.GetValue<float>()];

    public static double LargestDifference(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
    }
}
