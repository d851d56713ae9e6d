using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// Beam search of the compact generator over the term trie: at every depth only the children of the beams are scored, an only child is
/// followed for nothing, and nodes without an item that may be shown are left out, so that no beam is spent on them. Probabilities are not
/// renormalised over what is left. Immutable and safe for concurrent use.
/// </summary>
internal sealed class TermDecoder
{
    private readonly BranchingNodes _nodes;
    private readonly float[] _vectors;
    private readonly float[] _biases;
    private readonly float[] _seenBiases;
    private readonly int _width;
    private readonly PackedMatrix _first;

    /// <param name="nodes">The nodes to choose among.</param>
    /// <param name="vectors">Their vectors: <c>[nodes, width]</c>.</param>
    /// <param name="biases">Their biases: <c>[nodes]</c>.</param>
    /// <param name="seenBiases">What is added at each depth from 1 on to nodes all of whose items the history holds:
    /// <c>[length]</c>.</param>
    /// <param name="width">Width of the vectors.</param>
    public TermDecoder(BranchingNodes nodes, float[] vectors, float[] biases, float[] seenBiases, int width)
    {
        (_nodes, _vectors, _biases, _seenBiases, _width) = (nodes, vectors, biases, seenBiases, width);
        _first = new PackedMatrix(vectors.AsSpan(0, nodes.At(depth: 1).End.Value * width), width); // every search goes through all of them
    }

    /// <summary>Finds the most probable leaves.</summary>
    /// <param name="queries">The user's query at each depth from 1 on: <c>[length, width]</c>.</param>
    /// <param name="seen">What the history has seen of the trie.</param>
    /// <param name="filter">What may be shown of the trie.</param>
    /// <param name="boosts">What is added to the log-probability of items; a prefix counts as much as the best below it. Null for
    /// nothing.</param>
    /// <param name="beams">How many prefixes are kept at every depth.</param>
    /// <param name="scratch">Working memory, the caller's alone.</param>
    /// <returns>
    /// Leaves with their log-probability and what is added to it, best first, ties in trie order; valid until the scratch is used again.
    /// </returns>
    public ReadOnlySpan<Beam> Search(
        ReadOnlySpan<float> queries, SeenNodes seen, TrieFilter filter, float[]? boosts, int beams, DecoderScratch scratch)
    {
        var trie = _nodes.Trie;
        scratch.Kept.Clear();
        if (filter.Allows(TermTrie.Root))
        {
            scratch.Kept.Add(new Beam(TermTrie.Root, boosts?[TermTrie.Root] ?? 0));
        }

        for (var depth = 1; depth <= trie.Length; depth++)
        {
            var query = queries.Slice((depth - 1) * _width, _width);
            scratch.Candidates.Clear();
            foreach (var beam in scratch.Kept.Beams)
            {
                Extend(beam, query, (seen, _seenBiases[depth - 1]), filter, boosts, scratch);
            }

            scratch.Kept.KeepBest(scratch.Candidates, beams);
        }

        return scratch.Kept.Beams;
    }

    private void Extend(
        Beam beam, ReadOnlySpan<float> query, (SeenNodes Nodes, float Bias) seen, TrieFilter filter, float[]? boosts,
        DecoderScratch scratch)
    {
        var children = _nodes.Trie.ChildrenOf(beam.Node);
        var (first, count) = (children.Start.Value, children.End.Value - children.Start.Value);
        if (count == 1)
        {
            scratch.Candidates.Add(beam with { Node = first });
            return;
        }

        var scores = scratch.Scores(count);
        Score(query, first, seen, scores);
        var share = beam.LogProbability - LayerMath.LogSumExp(scores);
        if (boosts is not null)
        {
            share -= boosts[beam.Node];
            TensorPrimitives.Add(scores, boosts.AsSpan(first, count), scores);
        }

        for (var child = 0; child < count; child++)
        {
            if (filter.Allows(first + child))
            {
                scratch.Candidates.Add(new Beam(first + child, share + scores[child]));
            }
        }
    }

    /// <summary>Returns the log-probabilities of the children of a node, of which there are several.</summary>
    /// <param name="node">The node.</param>
    /// <param name="queries">The user's query at each depth from 1 on: <c>[length, width]</c>.</param>
    /// <param name="seen">What the history has seen of the trie.</param>
    public float[] ChildrenOf(int node, ReadOnlySpan<float> queries, SeenNodes seen)
    {
        var (children, depth) = (_nodes.Trie.ChildrenOf(node), _nodes.Trie.DepthOf(node));
        var scores = new float[children.End.Value - children.Start.Value];
        Score(queries.Slice(depth * _width, _width), children.Start.Value, (seen, _seenBiases[depth]), scores);
        LayerMath.LogSoftmax(scores);
        return scores;
    }

    private void Score(ReadOnlySpan<float> query, int first, (SeenNodes Nodes, float Bias) seen, Span<float> scores)
    {
        Score(query, _nodes.IndexOfNode[first], scores);
        foreach (var node in seen.Nodes.Nodes)
        {
            if (node >= first && node < first + scores.Length)
            {
                scores[node - first] += seen.Bias;
            }
        }
    }

    private void Score(ReadOnlySpan<float> query, int first, Span<float> scores)
    {
        if (first == 0 && scores.Length == _first.Rows)
        {
            _first.Multiply(query, scores);
        }
        else
        {
            for (var child = 0; child < scores.Length; child++)
            {
                scores[child] = (float)VectorMath.Dot(query, _vectors.AsSpan((first + child) * _width, _width));
            }
        }

        TensorPrimitives.Add(scores, _biases.AsSpan(first, scores.Length), scores);
    }
}

/// <summary>
/// Gives the probabilities of any TID after one history, term by term; families that several TIDs go through are scored once. Not
/// thread-safe.
/// </summary>
internal sealed class TermFamilies(TermDecoder decoder, float[] queries, SeenNodes seen, TermTrie trie)
{
    private readonly Dictionary<int, float[]> _children = [];

    /// <summary>Returns the log-probability of the TID that ends at a leaf; negative infinity for -1, an item without one.</summary>
    public double LogProbabilityOf(int leaf)
    {
        var sum = leaf < 0 ? double.NegativeInfinity : 0;
        for (var node = leaf; node > TermTrie.Root; node = trie.ParentOf(node))
        {
            var (scores, first) = FamilyOf(node);
            sum += scores is null ? 0 : scores[node - first];
        }

        return sum;
    }

    /// <summary>Returns the steps from the root to a leaf, in order; none for -1.</summary>
    public IReadOnlyList<TermStep> StepsTo(int leaf)
    {
        if (leaf < 0)
        {
            return [];
        }

        var steps = new TermStep[trie.Length];
        for (var (node, depth) = (leaf, trie.Length - 1); depth >= 0; node = trie.ParentOf(node), depth--)
        {
            steps[depth] = StepTo(node);
        }

        return steps;
    }

    private TermStep StepTo(int node)
    {
        var (scores, first) = FamilyOf(node);
        if (scores is null)
        {
            return new TermStep(node, 0, -1, double.NegativeInfinity);
        }

        var own = node - first;
        var (left, right) = (TensorPrimitives.IndexOfMax(scores.AsSpan(0, own)), TensorPrimitives.IndexOfMax(scores.AsSpan(own + 1)));
        var instead = left < 0 || (right >= 0 && scores[own + 1 + right] > scores[left]) ? own + 1 + right : left;
        return new TermStep(node, scores[own], first + instead, scores[instead]);
    }

    /// <summary>Returns the log-probabilities of a node and its siblings, and the first of them; null for an only child.</summary>
    private (float[]? Scores, int First) FamilyOf(int node)
    {
        var parent = trie.ParentOf(node);
        var children = trie.ChildrenOf(parent);
        if (children.End.Value - children.Start.Value == 1)
        {
            return (null, node);
        }

        if (!_children.TryGetValue(parent, out var scores))
        {
            _children[parent] = scores = decoder.ChildrenOf(parent, queries, seen);
        }

        return (scores, children.Start.Value);
    }
}

/// <summary>Describes one step along a TID.</summary>
/// <param name="Node">The node that it leads to.</param>
/// <param name="LogProbability">Its log-probability among its siblings; 0 for an only child.</param>
/// <param name="Instead">The most probable sibling; -1 for an only child.</param>
/// <param name="InsteadLogProbability">The log-probability of that one.</param>
internal readonly record struct TermStep(int Node, double LogProbability, int Instead, double InsteadLogProbability);

/// <summary>Working memory of a <see cref="TermDecoder"/> for one search at a time.</summary>
internal sealed class DecoderScratch
{
    private float[] _scores = [];

    /// <summary>Gets the beams of the depth that has been searched.</summary>
    public BeamList Kept { get; } = new();

    /// <summary>Gets their children.</summary>
    public BeamList Candidates { get; } = new();

    /// <summary>Returns room for the scores of so many siblings.</summary>
    public Span<float> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new float[Math.Max(count, 2 * _scores.Length)];
        }

        return _scores.AsSpan(0, count);
    }
}

/// <summary>
/// Computes what the compact generator makes of a history vector h at one depth: <c>exp(s) (h + MLP(h)) / |h + MLP(h)|</c>, to be compared
/// with node vectors. Immutable and safe for concurrent use.
/// </summary>
internal sealed class QueryLayer
{
    private readonly PackedMatrix _up;
    private readonly PackedMatrix _down;
    private readonly double _scale;

    /// <param name="tensors">The generator's weights.</param>
    /// <param name="width">Width of its vectors.</param>
    /// <param name="depth">Depth of the nodes.</param>
    public QueryLayer(INamedTensors tensors, int width, int depth)
    {
        var hidden = GeneratorConfig.HiddenFactor * width;
        _up = new PackedMatrix(tensors.Read(GeneratorConfig.NameOf(depth, "up_proj"), hidden, width), width);
        _down = new PackedMatrix(tensors.Read(GeneratorConfig.NameOf(depth, "down_proj"), width, hidden), hidden);
        var logScale = tensors.Read(GeneratorConfig.NameOf(depth, "log_scale"), 1)[0];
        _scale = Math.Min(Math.Exp(logScale), GeneratorConfig.LargestScale);
    }

    /// <summary>Makes the query.</summary>
    /// <param name="history">The history vector: <c>[width]</c>.</param>
    /// <param name="raised">Working memory: <c>[hidden factor * width]</c>.</param>
    /// <param name="query">Receives the query: <c>[width]</c>.</param>
    public void Query(ReadOnlySpan<float> history, Span<float> raised, Span<float> query)
    {
        _up.Multiply(history, raised);
        LayerMath.Gelu(raised);
        _down.Multiply(raised, query);
        TensorPrimitives.Add(query, history, query);
        LayerMath.ScaleTo(_scale, query);
    }
}
