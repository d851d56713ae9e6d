namespace Grlm;

/// <summary>
/// Scores the catalogue with a trained ranker, in managed code: the mean over its members of the history vector's cosine with every item over a
/// temperature. A user's scores are the same bits alone and in a batch, whatever the number of threads. Immutable and safe for concurrent use.
/// </summary>
internal sealed class SequenceRanker : IItemRanker
{
    /// <summary>Users whose scores are computed together: each part of the item matrix that is read serves all of them.</summary>
    private const int UsersTogether = 16;

    private readonly SequenceRankerMember[] _members;
    private readonly double[] _lengths;
    private readonly PackedMatrix _items;
    private readonly int _memberWidth;
    private readonly ParallelOptions _parallel;
    private readonly ScratchPool<EncoderScratch> _scratch;
    private readonly ScratchPool<float[]> _queries;

    /// <param name="config">Shape and members.</param>
    /// <param name="tensors">The weights of all members.</param>
    /// <param name="itemCount">Items of the catalogue.</param>
    /// <param name="threads">Threads for a batch of users; 0 for one a processor.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, of another shape, or not finite.</exception>
    public SequenceRanker(RankerConfig config, INamedTensors tensors, int itemCount, int threads = 0)
    {
        _memberWidth = config.Shape.Width;
        _members = [.. config.Members.Select((member, number) => new SequenceRankerMember(
            config.Shape, member.Temperature, new PrefixedTensors(tensors, RankerConfig.NameOf(number, string.Empty)), itemCount))];
        _lengths = [.. MemberWeights.Of([.. config.Members.Select(member => member.Temperature)]).Weights.Select(weight => weight * Math.Sqrt(Width))];
        IsRefit = config.Refit;
        _items = Pack(itemCount);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        _scratch = new ScratchPool<EncoderScratch>(() => new EncoderScratch(config.Shape));
        _queries = new ScratchPool<float[]>(() => new float[UsersTogether * Width]);
    }

    /// <inheritdoc/>
    public int ItemCount => _items.Rows;

    /// <summary>Whether it was trained on validation interactions as well: only test targets are new to it then.</summary>
    public bool IsRefit { get; }

    /// <summary>Width of the history vectors, all members' together.</summary>
    public int Width => _members.Length * _memberWidth;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (scores.Length != histories.Count * ItemCount)
        {
            throw new ArgumentException($"{scores.Length} scores don't fit {histories.Count} histories and {ItemCount} items.", nameof(scores));
        }

        if (histories.Count <= UsersTogether)
        {
            ScoreTogether(histories, 0, scores);
        }
        else
        {
            ScoreInParallel(histories, scores);
        }
    }

    /// <summary>Encodes a history: what the compact generator reads.</summary>
    /// <param name="history">Item indices, oldest first; longer ones are cut from the oldest end.</param>
    /// <param name="hidden">Receives the members' history vectors, side by side and weighted by their temperatures: <c>[width]</c>, of length sqrt(width).</param>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    public void Encode(IReadOnlyList<int> history, Span<float> hidden)
    {
        if (history.Count == 0)
        {
            throw new ArgumentException("A history to recommend from has at least one item.", nameof(history));
        }

        var scratch = _scratch.Rent();
        for (var member = 0; member < _members.Length; member++)
        {
            var own = hidden.Slice(member * _memberWidth, _memberWidth);
            _members[member].Encode(history, scratch, own);
            LayerMath.ScaleTo(_lengths[member], own);
        }

        _scratch.Return(scratch);
    }

    private unsafe void ScoreInParallel(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        var groups = (histories.Count + UsersTogether - 1) / UsersTogether;
        fixed (float* first = scores)
        {
            var rows = first; // a lambda takes no pinned local; it stays pinned until all of them have run
            Parallel.For(0, groups, _parallel, group =>
            {
                var user = group * UsersTogether;
                var users = Math.Min(UsersTogether, histories.Count - user);
                ScoreTogether(histories, user, new Span<float>(rows + ((long)user * ItemCount), users * ItemCount));
            });
        }
    }

    private void ScoreTogether(IReadOnlyList<IReadOnlyList<int>> histories, int first, Span<float> scores)
    {
        var users = scores.Length / ItemCount;
        var rented = _queries.Rent();
        var queries = rented.AsSpan(0, users * Width);
        for (var user = 0; user < users; user++)
        {
            var query = queries.Slice(user * Width, Width);
            Encode(histories[first + user], query);
            for (var member = 0; member < _members.Length; member++)
            {
                // The mean over the members of their cosines over their temperatures, as one product with all their unit vectors.
                LayerMath.ScaleTo(1 / (_members[member].Temperature * _members.Length), query.Slice(member * _memberWidth, _memberWidth));
            }
        }

        _items.Multiply(queries, scores);
        _queries.Return(rented);
        for (var user = 0; user < users; user++)
        {
            LayerMath.LogSoftmax(scores.Slice(user * ItemCount, ItemCount));
        }
    }

    /// <summary>The members' unit item vectors, side by side.</summary>
    private PackedMatrix Pack(int itemCount)
    {
        var units = new PackedMatrix(itemCount, Width);
        Span<float> row = new float[Width];
        for (var item = 0; item < itemCount; item++)
        {
            for (var member = 0; member < _members.Length; member++)
            {
                var unit = row.Slice(member * _memberWidth, _memberWidth);
                _members[member].Item(item).CopyTo(unit);
                LayerMath.ScaleTo(1, unit);
            }

            units.SetRow(item, row);
        }

        return units;
    }
}
