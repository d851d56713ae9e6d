using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Computes what a generator is to say: for each history a distribution over items, half the observed next item and half the ranker's
/// soft-max (all of it where nothing was observed), summed over the items below each node of the trie. Of the soft-max, items that the
/// history holds get the share that repeats have among the training interactions, so that the generator spends nothing on what users don't
/// do again.
/// </summary>
internal sealed class TeacherTargets : IDisposable
{
    /// <summary>Shares below this are rounding.</summary>
    private const double SmallestShare = 1e-6;

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
        : this(nodes.Trie.Items.ToArray(), RangesOf(nodes), unitItems, temperature, repeatShare)
    {
    }

    /// <param name="items">The items that have a place in the trie, in its order.</param>
    /// <param name="nodes">Which of them are below each node.</param>
    /// <param name="unitItems">Item vectors of length one in catalogue order: <c>[items, width]</c>.</param>
    /// <param name="temperature">The ranker's temperature.</param>
    /// <param name="repeatShare">Share of the training interactions that repeat an item of the same user's history.</param>
    public TeacherTargets(int[] items, IReadOnlyList<Range> nodes, Tensor unitItems, double temperature, double repeatShare)
    {
        (_temperature, _repeatShare) = (temperature, repeatShare);
        _placeOfItem = new int[unitItems.shape[0]];
        Array.Fill(_placeOfItem, -1); // an item without a TID has no place in the trie
        for (var place = 0; place < items.Length; place++)
        {
            _placeOfItem[items[place]] = place;
        }

        _unitItems = InOrder(items, unitItems).DetachFromDisposeScope();
        _nodes = NodeSums(nodes, unitItems.device);
    }

    /// <summary>Returns the share of interactions that repeat an item of the same history.</summary>
    public static double RepeatShareOf(IReadOnlyList<int[]> histories)
    {
        var (repeats, interactions) = (0L, 0L);
        foreach (var history in histories)
        {
            interactions += history.Length;
            repeats += history.Length - history.Distinct().Count();
        }

        return (double)repeats / Math.Max(1, interactions);
    }

    /// <summary>Returns the mean of the item vectors below each branching node.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="unitItems">Item vectors of length one in catalogue order: <c>[items, width]</c>.</param>
    /// <returns><c>[nodes, width]</c>, the caller's to dispose.</returns>
    public static Tensor NodeMeans(BranchingNodes nodes, Tensor unitItems)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var sums = NodeSums(RangesOf(nodes), unitItems.device);
        var counts = tensor(Enumerable.Range(0, nodes.Nodes.Length).Select(node => (float)nodes.ItemCount(node)).ToArray(),
            device: unitItems.device);
        return sums.Of(InOrder(nodes.Trie.Items.ToArray(), unitItems)).div(counts.unsqueeze(1)).DetachFromDisposeScope();
    }

    private static Range[] RangesOf(BranchingNodes nodes) => Array.ConvertAll(nodes.Nodes, nodes.Trie.ItemRangeOf);

    private static Tensor InOrder(int[] items, Tensor vectors)
        => vectors.index_select(0, tensor(Array.ConvertAll(items, item => (long)item), device: vectors.device));

    /// <summary>Sums over the items below each node, for matrices whose rows are items in trie order.</summary>
    private static SegmentSum NodeSums(IReadOnlyList<Range> nodes, Device device)
    {
        var offsets = new long[nodes.Count + 1];
        var rows = new List<long>();
        for (var node = 0; node < nodes.Count; node++)
        {
            for (var place = nodes[node].Start.Value; place < nodes[node].End.Value; place++)
            {
                rows.Add(place);
            }

            offsets[node + 1] = rows.Count;
        }

        return new SegmentSum([.. rows], offsets, device);
    }

    /// <summary>Returns the target mass below each node.</summary>
    /// <param name="unitHidden">History vectors of length one: <c>[histories, width]</c>.</param>
    /// <param name="samples">The histories and what followed.</param>
    /// <returns><c>[nodes, histories]</c>, in the caller's dispose scope; columns sum to at most one within a family.</returns>
    public Tensor Masses(Tensor unitHidden, IReadOnlyList<GeneratorSample> samples)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();

        // Along the rows: down the columns the last bits follow the number of threads.
        var shares = TensorMath.Scale(ComputePrecision.Product(unitHidden, _unitItems.t()),
            1 / _temperature).softmax(-1); // [histories, items]
        var teacher = shares.t().contiguous(); // [items, histories]
        ShareWithSeen(teacher, samples);
        AddObserved(teacher, samples);
        return _nodes.Of(teacher).MoveToOuterDisposeScope();
    }

    /// <summary>Returns the target mass below each branching node where the target is given item by item.</summary>
    /// <param name="targets">For each history the items and their shares; items without a TID count for nothing.</param>
    /// <returns><c>[nodes, histories]</c>, in the caller's dispose scope.</returns>
    public Tensor Masses(IReadOnlyList<ItemShare[]> targets)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var device = _unitItems.device;
        var items = zeros(_unitItems.shape[0], targets.Count, device: device);
        var entries = targets.SelectMany((shares, column) => shares.Select(share => (share, column)))
            .Where(entry => _placeOfItem[entry.share.Item] >= 0).ToArray();
        if (entries.Length > 0)
        {
            var cells = Array.ConvertAll(entries, entry => CellOf(entry.share.Item, entry.column, targets.Count));
            var shares = tensor(Array.ConvertAll(entries, entry => entry.share.Share), device: device);
            TensorMath.IndexAddInPlace(items.view(-1), tensor(cells, device: device), shares);
        }

        return _nodes.Of(items).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unitItems.Dispose();
        _nodes.Dispose();
    }

    private void ShareWithSeen(Tensor teacher, IReadOnlyList<GeneratorSample> samples)
    {
        List<long> cells = [], columns = [];
        for (var column = 0; column < samples.Count; column++)
        {
            foreach (var item in samples[column].History.Distinct().Where(item => _placeOfItem[item] >= 0))
            {
                cells.Add(CellOf(item, column, samples.Count));
                columns.Add(column);
            }
        }

        if (cells.Count == 0)
        {
            return;
        }

        var device = teacher.device;
        var (cell, columnOfCell) = (tensor(cells.ToArray(), device: device), tensor(columns.ToArray(), device: device));
        var flat = teacher.view(-1);
        var seen = flat.index_select(0, cell);
        var seenShare = zeros(samples.Count, device: device);
        TensorMath.IndexAddInPlace(seenShare, columnOfCell, seen);
        var one = ones(samples.Count, device: device);
        var unseenShare = TensorMath.Subtract(one, seenShare);
        var repeats = TensorMath.Scale(seenShare.sign(), _repeatShare); // nothing to repeat where nothing was seen
        TensorMath.RaiseInPlace(seenShare, SmallestShare);
        TensorMath.RaiseInPlace(unseenShare, SmallestShare);

        teacher.mul_(TensorMath.Subtract(one, repeats).div_(unseenShare));
        flat.index_copy_(0, cell, seen.mul_(repeats.div_(seenShare).index_select(0, columnOfCell)));
    }

    private void AddObserved(Tensor teacher, IReadOnlyList<GeneratorSample> samples)
    {
        var isObserved = samples.Select(sample => sample.Next >= 0 && _placeOfItem[sample.Next] >= 0).ToArray();
        teacher.mul_(tensor(Array.ConvertAll(isObserved, observed => observed ? 0.5f : 1f), device: teacher.device));
        var cells = Enumerable.Range(0, samples.Count).Where(column => isObserved[column])
            .Select(column => CellOf(samples[column].Next, column, samples.Count)).ToArray();
        if (cells.Length > 0)
        {
            var halves = tensor(Array.ConvertAll(cells, _ => 0.5f), device: teacher.device);
            TensorMath.IndexAddInPlace(teacher.view(-1), tensor(cells, device: teacher.device), halves);
        }
    }

    private long CellOf(int item, int column, int columns) => ((long)_placeOfItem[item] * columns) + column;
}
