namespace Grlm;

/// <summary>What has to be known to load a compact generator's weights: <c>model/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Width">Width of its vectors, the ranker's.</param>
/// <param name="LibraryVersion">Version of the term library that it was trained with.</param>
internal sealed record GeneratorConfig(string ModelType, int Width, string LibraryVersion)
{
    /// <summary>The kind of model that this describes.</summary>
    public const string Type = "grlm-compact-generator";

    /// <summary>Units of the hidden layer between history vector and query, over the width.</summary>
    public const int HiddenFactor = 2;

    /// <summary>Largest factor of a cosine: the exponential of a score then stays far from the largest float32 number.</summary>
    public const double LargestScale = 50;

    /// <summary>
    /// The tensor of the vectors of the nodes that have siblings, of length one, <c>[nodes, width]</c>: computed from the trained numbers once training
    /// has ended.
    /// </summary>
    public const string UnitNodes = "unit_nodes";

    /// <summary>The tensor of what was learnt of each node beyond its items, of which <see cref="UnitNodes"/> were computed: <c>[nodes, width]</c>.</summary>
    public const string NodeVectors = "node_vectors";

    /// <summary>Last part of the names of what turns the mean of a node's items into its vector, at one depth: <c>[width, width]</c>.</summary>
    public const string MeanProjection = "mean_proj";

    /// <summary>The tensor of their biases: <c>[nodes]</c>.</summary>
    public const string NodeBias = "node_bias";

    /// <summary>The tensor of what is added to the score of a node all of whose items the history holds: <c>[1]</c> a depth.</summary>
    public const string SeenBias = "seen_bias";

    /// <summary>Whether a tensor is kept to train on, and recommending takes what was computed from it.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="depths">Terms of a term ID.</param>
    public static bool IsForTraining(string tensor, int depths)
        => tensor == NodeVectors || Enumerable.Range(1, depths).Any(depth => tensor == NameOf(depth, MeanProjection));

    /// <summary>Name of a tensor of one depth.</summary>
    public static string NameOf(int depth, string part) => $"depths.{depth}.{part}";
}
