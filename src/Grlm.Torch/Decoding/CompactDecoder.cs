using System.Numerics.Tensors;

namespace Grlm.Torch;

/// <summary>
/// Beam search of the compact generator over the term trie, on plain arrays: at every depth only the children of the beams are scored, an
/// only child is followed for nothing, and nodes without an item that may be shown are left out, so that no beam is spent on them.
/// Probabilities are not renormalised over what is left. Immutable and safe for concurrent use.
/// </summary>
internal sealed class CompactDecoder
{
    private readonly BranchingNodes _nodes;
    private readonly float[] _vectors;
    private readonly float[] _biases;
    private readonly int _width;

    /// <param name="nodes">The nodes to choose among.</param>
    /// <param name="vectors">Their vectors: <c>[nodes, width]</c>.</param>
    /// <param name="biases">Their biases: <c>[nodes]</c>.</param>
    public CompactDecoder(BranchingNodes nodes, float[] vectors, float[] biases)
    {
        (_nodes, _vectors, _biases) = (nodes, vectors, biases);
        _width = vectors.Length / Math.Max(1, biases.Length);
    }

    /// <summary>Finds the most probable leaves.</summary>
    /// <param name="queries">The user's query at each depth from 1 on: <c>[length, width]</c>.</param>
    /// <param name="filter">What may be shown of the trie.</param>
    /// <param name="beams">How many prefixes are kept at every depth.</param>
    /// <returns>Leaves with their log-probability, most probable first; ties in trie order.</returns>
    public IReadOnlyList<Beam> Search(ReadOnlySpan<float> queries, TrieFilter filter, int beams)
    {
        var trie = _nodes.Trie;
        List<Beam> kept = filter.Allows(TermTrie.Root) ? [new(TermTrie.Root, 0)] : [];
        var candidates = new List<Beam>();
        var logits = new float[64];
        for (var depth = 1; depth <= trie.Length; depth++)
        {
            var query = queries.Slice((depth - 1) * _width, _nodes.Nodes.Length == 0 ? 0 : _width);
            candidates.Clear();
            foreach (var beam in kept)
            {
                var (first, end) = (trie.ChildrenOf(beam.Node).Start.Value, trie.ChildrenOf(beam.Node).End.Value);
                if (end - first == 1)
                {
                    candidates.Add(beam with { Node = first });
                    continue;
                }

                if (logits.Length < end - first)
                {
                    logits = new float[end - first];
                }

                var scores = logits.AsSpan(0, end - first);
                Score(query, _nodes.IndexOfNode[first], scores);
                var logNormalizer = LogSumExp(scores);
                for (var child = first; child < end; child++)
                {
                    if (filter.Allows(child))
                    {
                        candidates.Add(new Beam(child, beam.LogProbability + scores[child - first] - logNormalizer));
                    }
                }
            }

            KeepBest(candidates, kept, beams);
        }

        return kept;
    }

    private void Score(ReadOnlySpan<float> query, int firstBranching, Span<float> scores)
    {
        for (var child = 0; child < scores.Length; child++)
        {
            var branching = firstBranching + child;
            scores[child] = TensorPrimitives.Dot(query, _vectors.AsSpan(branching * _width, _width)) + _biases[branching];
        }
    }

    private static double LogSumExp(ReadOnlySpan<float> scores)
    {
        var highest = TensorPrimitives.Max(scores);
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - highest);
        }

        return highest + Math.Log(sum);
    }

    private static void KeepBest(List<Beam> candidates, List<Beam> kept, int beams)
    {
        var best = new PriorityQueue<Beam, (double, int)>(Math.Min(beams, candidates.Count));
        foreach (var candidate in candidates)
        {
            var worth = (candidate.LogProbability, -candidate.Node);
            if (best.Count < beams)
            {
                best.Enqueue(candidate, worth);
            }
            else
            {
                best.EnqueueDequeue(candidate, worth);
            }
        }

        kept.Clear();
        while (best.TryDequeue(out var beam, out _))
        {
            kept.Add(beam);
        }

        kept.Reverse();
    }
}
