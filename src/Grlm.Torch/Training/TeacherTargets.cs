using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// What the compact generator is to say: for each history a distribution over items, half the observed next item and half the ranker's
/// soft-max (all of it where nothing was observed), summed over the items below each node of the trie. Items that the history holds keep
/// only the share that repeats have among the training interactions, so that the generator spends nothing on what users don't do again.
/// </summary>
internal sealed class TeacherTargets : IDisposable
{
    private readonly Tensor _unitItems;
    private readonly int[] _placeOfItem;
    private readonly SegmentSum _nodes;
    private readonly double _temperature;
    private readonly double _repeatShare;

    /// <param name="nodes">The nodes to sum up to.</param>
    /// <param name="unitItems">Item vectors of length one in catalogue order: <c>[items, width]</c>.</param>
    /// <param name="temperature">The ranker's temperature.</param>
    /// <param name="repeatShare">Share of the training interactions that repeat an item of the same user's history.</param>
    public TeacherTargets(BranchingNodes nodes, Tensor unitItems, double temperature, double repeatShare)
    {
        (_temperature, _repeatShare) = (temperature, repeatShare);
        var trie = nodes.Trie;
        _placeOfItem = new int[unitItems.shape[0]];
        Array.Fill(_placeOfItem, -1);
        for (var place = 0; place < trie.Items.Length; place++)
        {
            _placeOfItem[trie.Items[place]] = place;
        }

        _unitItems = InTrieOrder(trie, unitItems).DetachFromDisposeScope();
        _nodes = NodeSums(nodes, unitItems.device);
    }

    /// <summary>Mean of the item vectors below each branching node.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="unitItems">Item vectors of length one in catalogue order: <c>[items, width]</c>.</param>
    /// <returns><c>[nodes, width]</c>, the caller's to dispose.</returns>
    public static Tensor NodeMeans(BranchingNodes nodes, Tensor unitItems)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var sums = NodeSums(nodes, unitItems.device);
        var counts = tensor(Enumerable.Range(0, nodes.Nodes.Length).Select(node => (float)nodes.ItemCount(node)).ToArray(), device: unitItems.device);
        return sums.Of(InTrieOrder(nodes.Trie, unitItems)).div(counts.unsqueeze(1)).DetachFromDisposeScope();
    }

    private static Tensor InTrieOrder(TermTrie trie, Tensor items)
        => items.index_select(0, tensor(Array.ConvertAll(trie.Items.ToArray(), item => (long)item), device: items.device));

    /// <summary>Sums over the items below each branching node, for matrices whose rows are items in trie order.</summary>
    private static SegmentSum NodeSums(BranchingNodes nodes, Device device)
    {
        var offsets = new long[nodes.Nodes.Length + 1];
        var rows = new List<long>();
        for (var node = 0; node < nodes.Nodes.Length; node++)
        {
            var range = nodes.Trie.ItemRangeOf(nodes.Nodes[node]);
            for (var place = range.Start.Value; place < range.End.Value; place++)
            {
                rows.Add(place);
            }

            offsets[node + 1] = rows.Count;
        }

        return new SegmentSum([.. rows], offsets, device);
    }

    /// <summary>The target mass below each branching node.</summary>
    /// <param name="unitHidden">History vectors of length one: <c>[histories, width]</c>.</param>
    /// <param name="samples">The histories and what followed.</param>
    /// <returns><c>[nodes, histories]</c>; columns sum to at most one within a family.</returns>
    public Tensor Masses(Tensor unitHidden, IReadOnlyList<GeneratorSample> samples)
    {
        var teacher = TensorMath.Scale(ComputePrecision.Product(_unitItems, unitHidden.t()), 1 / _temperature).softmax(0); // [items, histories]
        DampSeen(teacher, samples);
        AddObserved(teacher, samples);
        return _nodes.Of(teacher);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unitItems.Dispose();
        _nodes.Dispose();
    }

    private void DampSeen(Tensor teacher, IReadOnlyList<GeneratorSample> samples)
    {
        var cells = new List<long>();
        for (var column = 0; column < samples.Count; column++)
        {
            foreach (var place in samples[column].History.Distinct().Select(item => _placeOfItem[item]).Where(place => place >= 0))
            {
                cells.Add(((long)place * samples.Count) + column);
            }
        }

        var flat = teacher.view(-1);
        var index = tensor(cells.ToArray(), device: teacher.device);
        var seen = flat.index_select(0, index);
        flat.index_copy_(0, index, TensorMath.Scale(seen, _repeatShare));
        var left = teacher.sum(0, keepdim: true);
        TensorMath.RaiseInPlace(left, float.Epsilon); // nothing is left where a history holds all items and nobody repeats: 0 then, not 0 / 0
        teacher.div_(left);
    }

    private void AddObserved(Tensor teacher, IReadOnlyList<GeneratorSample> samples)
    {
        // An item without a TID cannot be written: where it came next, nothing was observed.
        int[] places = [.. samples.Select(sample => sample.Next < 0 ? -1 : _placeOfItem[sample.Next])];
        teacher.mul_(tensor(Array.ConvertAll(places, place => place < 0 ? 1f : 0.5f), device: teacher.device));
        var observed = Enumerable.Range(0, samples.Count).Where(column => places[column] >= 0)
            .Select(column => ((long)places[column] * samples.Count) + column).ToArray();
        if (observed.Length > 0)
        {
            var index = tensor(observed, device: teacher.device);
            var halves = tensor(Enumerable.Repeat(0.5f, observed.Length).ToArray(), device: teacher.device);
            TensorMath.IndexAddInPlace(teacher.view(-1), index, halves);
        }
    }
}
