using System.Buffers;
using System.Runtime.InteropServices;

namespace Grlm.Internal;

/// <summary>
/// Writes TIDs with the compact generator, in managed code (docs/generator.md). A user's TIDs are the same alone and in a batch, whatever
/// the number of threads. Safe for concurrent use.
/// </summary>
public sealed class CompactTermIdGenerator : IScoringGenerator, IExplainingGenerator
{
    private readonly TermLibrary _library;
    private readonly SequenceRanker _ranker;
    private readonly QueryLayer[] _layers;
    private readonly TermDecoder _decoder;
    private readonly ParallelOptions _parallel;
    private readonly ScratchPool<Scratch> _scratch;
    private readonly TermId?[] _termIds;

    /// <param name="library">The library that the model was made for.</param>
    /// <param name="ranker">Encodes histories.</param>
    /// <param name="nodes">The nodes of the library's trie to choose among.</param>
    /// <param name="tensors">The weights, and <see cref="GeneratorConfig.UnitNodes"/>.</param>
    /// <param name="threads">Threads for a batch of users; 0 for one a processor.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, of another shape, or not finite.</exception>
    public CompactTermIdGenerator(TermLibrary library, SequenceRanker ranker, BranchingNodes nodes, INamedTensors tensors, int threads = 0)
    {
        (_library, _ranker) = (library, ranker);
        var (width, count) = (ranker.Width, nodes.Nodes.Length);
        _layers = [.. Enumerable.Range(1, library.Length).Select(depth => new QueryLayer(tensors, width, depth))];
        _decoder = new TermDecoder(
            nodes,
            tensors.Read(GeneratorConfig.UnitNodes, count, width),
            tensors.Read(GeneratorConfig.NodeBias, count),
            [.. Enumerable.Range(1,
                library.Length).Select(depth => tensors.Read(GeneratorConfig.NameOf(depth, GeneratorConfig.SeenBias), 1)[0])],
            width);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        _scratch = new ScratchPool<Scratch>(() => new Scratch(width, _layers.Length));
        _termIds = new TermId?[library.Trie.NodeCount - library.Trie.NodesAt(library.Length).Start.Value];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var generated = new IReadOnlyList<GeneratedTermId>[requests.Count];
        GenerateEach(requests, beams, generated, hidden: null, cancellationToken);
        return generated;
    }

    /// <inheritdoc/>
    public bool ScoresLike(IItemRanker ranker) => ReferenceEquals(ranker, _ranker);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, Span<float> scores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        ScoreRows.Check(requests.Count, _ranker.ItemCount, scores);
        var hidden = ArrayPool<float>.Shared.Rent(requests.Count * _ranker.Width);
        var generated = new IReadOnlyList<GeneratedTermId>[requests.Count];
        GenerateEach(requests, beams, generated, hidden, cancellationToken);
        _ranker.ScoreEncoded(hidden, scores, cancellationToken);
        ArrayPool<float>.Shared.Return(hidden);
        return generated;
    }

    /// <inheritdoc/>
    void IExplainingGenerator.Score(
        IReadOnlyList<IReadOnlyList<int>> histories, IReadOnlyList<int> items, Span<float> scores, Span<double> paths,
        CancellationToken cancellationToken)
    {
        ScoreRows.Check(histories.Count, _ranker.ItemCount, scores);
        var hidden = ArrayPool<float>.Shared.Rent(histories.Count * _ranker.Width);
        var scratch = _scratch.Rent();
        for (var row = 0; row < histories.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var families = Read(histories[row], scratch);
            scratch.History.CopyTo(hidden, row * _ranker.Width);
            for (var place = 0; place < items.Count; place++)
            {
                paths[(row * items.Count) + place] = families.LogProbabilityOf(_library.Trie.LeafOf(items[place]));
            }
        }

        _scratch.Return(scratch);
        _ranker.ScoreEncoded(hidden.AsSpan(0, histories.Count * _ranker.Width), scores, cancellationToken);
        ArrayPool<float>.Shared.Return(hidden);
    }

    /// <inheritdoc/>
    IReadOnlyList<IReadOnlyList<WrittenTerm>> IExplainingGenerator.StepsOf(IReadOnlyList<int> history, IReadOnlyList<int> items)
    {
        var scratch = _scratch.Rent();
        var families = Read(history, scratch);
        IReadOnlyList<WrittenTerm>[] steps = [.. items.Select(item => families.StepsTo(_library.Trie.LeafOf(item)))
            .Select(steps => (IReadOnlyList<WrittenTerm>)[.. steps.Select(step => new WrittenTerm(
                TermAt(step.Node), Math.Exp(step.LogProbability), step.Instead < 0 ? null : TermAt(step.Instead),
                step.Instead < 0 ? 0 : Math.Exp(step.InsteadLogProbability)))])];
        _scratch.Return(scratch);
        return steps;

        string TermAt(int node) => _library.Terms[_library.Trie.TermOf(node)];
    }

    /// <summary>Reads a history, to ask for the probabilities of families of nodes.</summary>
    private TermFamilies Read(IReadOnlyList<int> history, Scratch scratch)
    {
        _ranker.Encode(history, scratch.History);
        Query(scratch);
        return new TermFamilies(_decoder, scratch.Queries, new SeenNodes(_library.Trie, history), _library.Trie);
    }

    private void Query(Scratch scratch)
    {
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Query(scratch.History, scratch.Raised, scratch.Queries.AsSpan(layer * _ranker.Width, _ranker.Width));
        }
    }

    /// <summary>Generates for each user; keeps the history vectors where there is room for them: <c>[requests, width]</c>.</summary>
    private void GenerateEach(
        IReadOnlyList<GenerationRequest> requests, int beams, IReadOnlyList<GeneratedTermId>[] generated, float[]? hidden,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (requests.Count == 1)
        {
            GenerateOne(0);
        }
        else
        {
            Parallel.For(0, requests.Count, _parallel.With(cancellationToken), GenerateOne);
        }

        void GenerateOne(int index)
        {
            var scratch = _scratch.Rent();
            _ranker.Encode(requests[index].History, scratch.History);
            if (hidden is not null)
            {
                scratch.History.CopyTo(hidden, index * _ranker.Width);
            }

            generated[index] = Generate(requests[index], beams, scratch);
            _scratch.Return(scratch);
        }
    }

    private GeneratedTermId[] Generate(GenerationRequest request, int beams, Scratch scratch)
    {
        Query(scratch);
        var seen = new SeenNodes(_library.Trie, request.History);
        var boosts = request.Boosts?.BestBelow(_library.Trie);
        var found = _decoder.Search(scratch.Queries, seen, new TrieFilter(_library.Trie, request), boosts, beams, scratch.Decoder);
        var generated = new GeneratedTermId[found.Length];
        for (var beam = 0; beam < found.Length; beam++)
        {
            var (node, score) = found[beam];
            generated[beam] = new GeneratedTermId(TermIdAt(node), boosts is null ? score : score - boosts[node]);
        }

        return generated;
    }

    // Made when it is first written: two callers may make the same one at the same time, which costs a little and harms nothing.
    private TermId TermIdAt(int leaf)
        => _termIds[leaf - _library.Trie.NodesAt(_library.Length).Start.Value] ??= _library.TermIdOf(_library.Trie.ItemsBelow(leaf)[0])!;

    /// <summary>Holds what one caller at a time works with.</summary>
    private sealed class Scratch(int width, int length)
    {
        public float[] History { get; } = new float[width];

        public float[] Raised { get; } = new float[GeneratorConfig.HiddenFactor * width];

        public float[] Queries { get; } = new float[length * width];

        public DecoderScratch Decoder { get; } = new();
    }
}

/// <summary>
/// Finds the nodes of a trie all of whose items a history holds: choosing one of them is repeating oneself. Costs time in the length of the
/// history, not in the number of nodes.
/// </summary>
public sealed class SeenNodes
{
    private readonly List<int> _nodes = [];

    /// <param name="trie">The trie.</param>
    /// <param name="history">Item indices; those that come again count once.</param>
    public SeenNodes(TermTrie trie, IReadOnlyList<int> history)
    {
        var below = new Dictionary<int, int>();
        foreach (var item in history.Distinct())
        {
            for (var node = trie.LeafOf(item); node >= 0; node = trie.ParentOf(node))
            {
                below[node] = below.GetValueOrDefault(node) + 1;
                if (below[node] == trie.ItemsBelow(node).Length)
                {
                    _nodes.Add(node);
                }
            }
        }
    }

    /// <summary>Gets the nodes, each once, in no order.</summary>
    public ReadOnlySpan<int> Nodes => CollectionsMarshal.AsSpan(_nodes);
}

/// <summary>
/// Holds the nodes of a term trie that have siblings: the only ones at which there is anything to choose. They are numbered in trie order,
/// depth by depth, siblings side by side; a family is one set of siblings.
/// </summary>
public sealed class BranchingNodes
{
    private readonly int[] _depthStart;

    /// <param name="trie">The trie of a term library.</param>
    public BranchingNodes(TermTrie trie)
    {
        Trie = trie;
        List<int> nodes = [], familyStart = [];
        IndexOfNode = new int[trie.NodeCount];
        Array.Fill(IndexOfNode, -1);
        _depthStart = new int[trie.Length + 2];
        FamilyDepthStart = new int[trie.Length + 2];
        for (var depth = 1; depth <= trie.Length; depth++)
        {
            _depthStart[depth] = nodes.Count;
            FamilyDepthStart[depth] = familyStart.Count;
            var (parent, end) = (trie.NodesAt(depth - 1).Start.Value, trie.NodesAt(depth - 1).End.Value);
            for (; parent < end; parent++)
            {
                var (first, last) = (trie.ChildrenOf(parent).Start.Value, trie.ChildrenOf(parent).End.Value);
                if (last - first < 2)
                {
                    continue;
                }

                familyStart.Add(nodes.Count);
                for (var child = first; child < last; child++)
                {
                    IndexOfNode[child] = nodes.Count;
                    nodes.Add(child);
                }
            }
        }

        _depthStart[^1] = nodes.Count;
        FamilyDepthStart[^1] = familyStart.Count;
        familyStart.Add(nodes.Count);
        (Nodes, FamilyStart) = ([.. nodes], [.. familyStart]);
    }

    /// <summary>Gets the trie.</summary>
    public TermTrie Trie { get; }

    /// <summary>Trie node of each branching node.</summary>
    public int[] Nodes { get; }

    /// <summary>Branching number of each trie node; -1 for the root and for only children.</summary>
    public int[] IndexOfNode { get; }

    /// <summary>Gets where each family begins, and the end of the last.</summary>
    public int[] FamilyStart { get; }

    /// <summary>Returns the branching nodes of one depth, 1 to the length of a TID.</summary>
    public Range At(int depth) => _depthStart[depth].._depthStart[depth + 1];

    /// <summary>Returns the families whose members stand at one depth.</summary>
    public Range FamiliesAt(int depth) => FamilyDepthStart[depth]..FamilyDepthStart[depth + 1];

    /// <summary>Counts the items below a branching node.</summary>
    public int ItemCount(int branching) => Trie.ItemsBelow(Nodes[branching]).Length;

    private int[] FamilyDepthStart { get; }
}

/// <summary>Holds what has to be known to load a compact generator's weights: <c>model/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Width">Width of its vectors, the ranker's.</param>
/// <param name="LibraryVersion">Version of the term library that it was trained with.</param>
public sealed record GeneratorConfig(string ModelType, int Width, string LibraryVersion)
{
    /// <summary>Holds the kind of model that this describes.</summary>
    public const string Type = "grlm-compact-generator";

    /// <summary>Units of the hidden layer between history vector and query, over the width.</summary>
    public const int HiddenFactor = 2;

    /// <summary>Largest factor of a cosine: the exponential of a score then stays far from the largest float32 number.</summary>
    public const double LargestScale = 50;

    /// <summary>
    /// Holds the tensor of the vectors of the nodes that have siblings, of length one, <c>[nodes, width]</c>: computed from the trained
    /// numbers once training has ended.
    /// </summary>
    public const string UnitNodes = "unit_nodes";

    /// <summary>
    /// Holds the tensor of what was learnt of each node beyond its items, of which <see cref="UnitNodes"/> were computed: <c>[nodes,
    /// width]</c>.
    /// </summary>
    public const string NodeVectors = "node_vectors";

    /// <summary>
    /// Last part of the names of what turns the mean of a node's items into its vector, at one depth: <c>[width, width]</c>.
    /// </summary>
    public const string MeanProjection = "mean_proj";

    /// <summary>Holds the tensor of their biases: <c>[nodes]</c>.</summary>
    public const string NodeBias = "node_bias";

    /// <summary>
    /// Holds the tensor of what is added to the score of a node all of whose items the history holds: <c>[1]</c> a depth.
    /// </summary>
    public const string SeenBias = "seen_bias";

    /// <summary>Tells whether a tensor is kept to train on, and recommending takes what was computed from it.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="depths">Terms of a term ID.</param>
    public static bool IsForTraining(string tensor, int depths)
        => tensor == NodeVectors || Enumerable.Range(1, depths).Any(depth => tensor == NameOf(depth, MeanProjection));

    /// <summary>Returns the name of a tensor of one depth.</summary>
    public static string NameOf(int depth, string part) => $"depths.{depth}.{part}";
}
