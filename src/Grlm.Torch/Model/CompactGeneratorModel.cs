using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Represents the compact generator: writes a TID term by term from the ranker's history vector h. A node n of the trie at depth j that has
/// siblings has the vector <c>e_n = normalise(A_j m_n + u_n)</c>, m_n the mean of the unit item vectors below it, and a bias b_n that
/// starts at the logarithm of their number; <c>log p(n | parent, h)</c> is the log-softmax over the siblings of <c>exp(s_j) cos(h +
/// MLP_j(h), e_n) + b_n</c>. An only child has probability one. A new item changes the means above it and needs no training.
/// </summary>
internal sealed class CompactGeneratorModel : IDisposable
{
    /// <summary>Repeats start no rarer than this: what never happened in training may still happen.</summary>
    private const double RarestRepeat = 1e-4;

    private readonly Tensor _means;

    /// <param name="nodes">The nodes to choose among.</param>
    /// <param name="means">Mean of the unit item vectors below each of them: <c>[nodes, width]</c>; the model takes it over.</param>
    public CompactGeneratorModel(BranchingNodes nodes, Tensor means)
    {
        Nodes = nodes;
        Width = (int)means.shape[1];
        _means = means;
        Parameters = new ParameterSet([.. Shapes(nodes, Width)], means.device);
    }

    /// <summary>Gets the nodes to choose among.</summary>
    public BranchingNodes Nodes { get; }

    /// <summary>Width of all vectors.</summary>
    public int Width { get; }

    /// <summary>Depth of the leaves.</summary>
    public int Length => Nodes.Trie.Length;

    /// <summary>Gets all trained numbers.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>
    /// Starts as what pooled item vectors and counts alone give: identity maps, no correction, the ranker's own temperature.
    /// </summary>
    /// <param name="temperature">The ranker's temperature.</param>
    /// <param name="repeatShare">Share of the training interactions that repeat an item of the same user's history.</param>
    public void Initialize(double temperature, double repeatShare = 1)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        for (var depth = 1; depth <= Length; depth++)
        {
            Parameters[GeneratorConfig.NameOf(depth, GeneratorConfig.MeanProjection)].copy_(eye(Width));
            Parameters.InitializeNormal(GeneratorConfig.NameOf(depth, "up_proj"), 1 / Math.Sqrt(Width));
            Parameters.InitializeConstant(GeneratorConfig.NameOf(depth, "log_scale"), -Math.Log(temperature));
            Parameters.InitializeConstant(GeneratorConfig.NameOf(depth, GeneratorConfig.SeenBias),
                Math.Log(Math.Max(repeatShare, RarestRepeat)));
        }

        var bias = Enumerable.Range(0, Nodes.Nodes.Length).Select(node => MathF.Log(Nodes.ItemCount(node))).ToArray();
        Parameters[GeneratorConfig.NodeBias].copy_(tensor(bias));
    }

    /// <summary>Vectors of the nodes of all depths, of length one: <c>[nodes, width]</c>.</summary>
    public Tensor NodeVectors() => cat([.. Enumerable.Range(1, Length).Select(depth => NodeVectors(depth))]);

    /// <summary>Vectors of the nodes of one depth, of length one: <c>[nodes, width]</c>.</summary>
    /// <param name="depth">Depth of the nodes.</param>
    /// <param name="fast">Whether to multiply as <see cref="ComputePrecision.Product"/> does: for training.</param>
    public Tensor NodeVectors(int depth, bool fast = false)
    {
        var (first, count) = Span(depth);
        var projected = Product(_means.narrow(0, first, count), GeneratorConfig.NameOf(depth, GeneratorConfig.MeanProjection), fast);
        return TensorMath.NormalizeRows(TensorMath.Add(projected, Parameters[GeneratorConfig.NodeVectors].narrow(0, first, count)));
    }

    /// <summary>Biases of the nodes of one depth: <c>[nodes]</c>.</summary>
    public Tensor NodeBiases(int depth)
    {
        var (first, count) = Span(depth);
        return Parameters[GeneratorConfig.NodeBias].narrow(0, first, count);
    }

    /// <summary>Returns what is added to the scores of nodes of one depth all of whose items the history holds: <c>[1]</c>.</summary>
    public Tensor SeenBias(int depth) => Parameters[GeneratorConfig.NameOf(depth, GeneratorConfig.SeenBias)];

    /// <summary>
    /// Returns what the node vectors of one depth are compared with: <c>exp(s_j)</c> times the direction of <c>h + MLP_j(h)</c>.
    /// </summary>
    /// <param name="depth">Depth of the nodes.</param>
    /// <param name="hidden">History vectors: <c>[rows, width]</c>.</param>
    /// <param name="fast">Whether to multiply as <see cref="ComputePrecision.Product"/> does: for training.</param>
    /// <returns><c>[rows, width]</c>.</returns>
    public Tensor Queries(int depth, Tensor hidden, bool fast = false)
    {
        var up = nn.functional.gelu(Product(hidden, GeneratorConfig.NameOf(depth, "up_proj"), fast)); // [rows, 2 width]
        var moved = TensorMath.Add(hidden, Product(up, GeneratorConfig.NameOf(depth, "down_proj"), fast)); // [rows, width]
        var scale = TensorMath.AtMost(Parameters[GeneratorConfig.NameOf(depth, "log_scale")],
            Math.Log(GeneratorConfig.LargestScale)).exp(); // [1]
        return TensorMath.NormalizeRows(moved).mul(scale);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        _means.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, long[]>> Shapes(BranchingNodes nodes, long width)
    {
        for (var depth = 1; depth <= nodes.Trie.Length; depth++)
        {
            yield return new(GeneratorConfig.NameOf(depth, GeneratorConfig.MeanProjection), [width, width]);
            yield return new(GeneratorConfig.NameOf(depth, "up_proj"), [GeneratorConfig.HiddenFactor * width, width]);
            yield return new(GeneratorConfig.NameOf(depth, "down_proj"), [width, GeneratorConfig.HiddenFactor * width]);
            yield return new(GeneratorConfig.NameOf(depth, "log_scale"), [1]);
            yield return new(GeneratorConfig.NameOf(depth, GeneratorConfig.SeenBias), [1]);
        }

        yield return new(GeneratorConfig.NodeVectors, [nodes.Nodes.Length, width]);
        yield return new(GeneratorConfig.NodeBias, [nodes.Nodes.Length]);
    }

    private Tensor Product(Tensor rows, string projection, bool fast)
        => fast ? ComputePrecision.Product(rows, Parameters[projection].t()) : rows.matmul(Parameters[projection].t());

    private (int First, int Count) Span(int depth)
    {
        var range = Nodes.At(depth);
        return (range.Start.Value, range.End.Value - range.Start.Value);
    }
}
