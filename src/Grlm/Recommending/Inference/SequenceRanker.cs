using System.Buffers;

namespace Grlm.Internal;

/// <summary>
/// Scores the catalogue with a trained ranker, in managed code: the mean over its members of the history vector's cosine with every item
/// over a temperature. A user's scores are the same bits alone and in a batch, whatever the number of threads. Immutable and safe for
/// concurrent use.
/// </summary>
public sealed class SequenceRanker : IItemRanker
{
    /// <summary>Users whose scores are computed together: each part of the item matrix that is read serves all of them.</summary>
    private const int UsersTogether = 16;

    private readonly SequenceRankerMember[] _members;
    private readonly double[] _lengths;
    private readonly PackedMatrix _items;
    private readonly int _memberWidth;
    private readonly ParallelOptions _parallel;
    private readonly ScratchPool<EncoderScratch> _scratch;

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
        _lengths = [.. MemberWeights
            .Of([.. config.Members.Select(member => member.Temperature)]).Weights.Select(weight => weight * Math.Sqrt(Width))];
        IsRefit = config.Refit;
        _items = Pack(itemCount);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        _scratch = new ScratchPool<EncoderScratch>(() => new EncoderScratch(config.Shape));
    }

    /// <inheritdoc/>
    public int ItemCount => _items.Rows;

    /// <summary>Tells whether it was trained on validation interactions as well: only test targets are new to it then.</summary>
    public bool IsRefit { get; }

    /// <summary>Width of the history vectors, all members' together.</summary>
    public int Width => _members.Length * _memberWidth;

    /// <summary>Loads the ranker of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none yet.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or was trained with another term library.</exception>
    public static SequenceRanker Load(GrlmWorkspace workspace, TermLibrary library, int threads)
    {
        var folder = ModelFolder.OfRanker(workspace.FilesOf(ArtifactNames.Ranker).Folder());
        var config = RankerConfig.Read(folder, library);
        using var tensors = folder.OpenWeights();
        var ranker = new SequenceRanker(config, tensors, library.ItemCount, threads);
        tensors.CheckAllRead(config.IsForTraining);
        return ranker;
    }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ScoreRows.Check(histories.Count, ItemCount, scores);
        var hidden = ArrayPool<float>.Shared.Rent(histories.Count * Width);
        Encode(histories, hidden, cancellationToken);
        ScoreEncoded(hidden, scores, cancellationToken);
        ArrayPool<float>.Shared.Return(hidden);
    }

    /// <summary>Encodes a history: what the compact generator reads.</summary>
    /// <param name="history">Item indices, oldest first; longer ones are cut from the oldest end.</param>
    /// <param name="hidden">Receives the members' history vectors, side by side and weighted by their temperatures: <c>[width]</c>, of
    /// length sqrt(width).</param>
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

    /// <summary>Scores all items for users whose histories have been encoded.</summary>
    /// <param name="hidden">Their history vectors, which are lost on the way: <c>[users, width]</c>.</param>
    /// <param name="scores">Receives what <see cref="Score"/> gives: <c>[users, items]</c>.</param>
    /// <param name="cancellationToken">Stops between two groups of users.</param>
    public void ScoreEncoded(Span<float> hidden, Span<float> scores, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var users = scores.Length / ItemCount;
        if (users <= UsersTogether)
        {
            ScoreTogether(hidden, scores);
        }
        else
        {
            ScoreInParallel(users, hidden, scores, cancellationToken);
        }
    }

    private void Encode(IReadOnlyList<IReadOnlyList<int>> histories, float[] hidden, CancellationToken cancellationToken)
    {
        // Few at a time: threads, and what they are told by, would cost more than they save.
        if (histories.Count <= UsersTogether)
        {
            for (var user = 0; user < histories.Count; user++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Encode(histories[user], hidden.AsSpan(user * Width, Width));
            }

            return;
        }

        EncodeInParallel(histories, hidden, cancellationToken);
    }

    private void EncodeInParallel(IReadOnlyList<IReadOnlyList<int>> histories, float[] hidden, CancellationToken cancellationToken)
        => Parallel.For(0, histories.Count, _parallel.With(cancellationToken),
            user => Encode(histories[user], hidden.AsSpan(user * Width, Width)));

    private unsafe void ScoreInParallel(int users, Span<float> hidden, Span<float> scores, CancellationToken cancellationToken)
    {
        var groups = (users + UsersTogether - 1) / UsersTogether;
        fixed (float* firstVector = hidden, firstScore = scores)
        {
            var (vectors, rows) = ((nint)firstVector,
                (nint)firstScore); // a lambda takes no pinned local; both stay pinned until all have run
            Parallel.For(0, groups, _parallel.With(cancellationToken), group =>
            {
                var user = group * UsersTogether;
                var count = Math.Min(UsersTogether, users - user);
                ScoreTogether(
                    new Span<float>((float*)vectors + ((long)user * Width), count * Width),
                    new Span<float>((float*)rows + ((long)user * ItemCount), count * ItemCount));
            });
        }
    }

    private void ScoreTogether(Span<float> hidden, Span<float> scores)
    {
        var users = scores.Length / ItemCount;
        for (var user = 0; user < users; user++)
        {
            for (var member = 0; member < _members.Length; member++)
            {
                // The mean over the members of their cosines over their temperatures, as one product with all their unit vectors.
                LayerMath.ScaleTo(
                    1 / (_members[member].Temperature * _members.Length),
                    hidden.Slice((user * Width) + (member * _memberWidth), _memberWidth));
            }
        }

        _items.Multiply(hidden[..(users * Width)], scores);
        for (var user = 0; user < users; user++)
        {
            LayerMath.LogSoftmax(scores.Slice(user * ItemCount, ItemCount));
        }
    }

    /// <summary>Returns the members' unit item vectors, side by side.</summary>
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

/// <summary>
/// Represents one model of a ranker: item vectors and the encoder of histories of them. Immutable and safe for concurrent use.
/// </summary>
internal sealed class SequenceRankerMember
{
    private readonly EncoderShape _shape;
    private readonly SequenceEncoder _encoder;
    private readonly float[] _items;

    /// <param name="shape">Shape of the encoder.</param>
    /// <param name="temperature">What cosines are divided by.</param>
    /// <param name="tensors">The weights, and <see cref="RankerConfig.ItemVectors"/>.</param>
    /// <param name="itemCount">Items of the catalogue.</param>
    public SequenceRankerMember(EncoderShape shape, double temperature, INamedTensors tensors, int itemCount)
    {
        (_shape, Temperature) = (shape, temperature);
        _encoder = new SequenceEncoder(tensors, shape);
        _items = tensors.Read(RankerConfig.ItemVectors, itemCount, shape.Width);
    }

    /// <summary>Gets what cosines are divided by.</summary>
    public double Temperature { get; }

    /// <summary>Returns the vector of an item: <c>[width]</c>.</summary>
    public ReadOnlySpan<float> Item(int item) => _items.AsSpan(item * _shape.Width, _shape.Width);

    /// <summary>Encodes a history.</summary>
    /// <param name="history">Item indices, oldest first; longer ones are cut from the oldest end.</param>
    /// <param name="scratch">Working memory, the caller's alone.</param>
    /// <param name="hidden">Receives the history vector: <c>[width]</c>.</param>
    public void Encode(IReadOnlyList<int> history, EncoderScratch scratch, Span<float> hidden)
    {
        var count = Math.Min(history.Count, _shape.MaximumHistory);
        for (var place = 0; place < count; place++)
        {
            Item(history[history.Count - count + place]).CopyTo(scratch.Tokens.AsSpan(place * _shape.Width));
        }

        _encoder.Encode(scratch, count, hidden);
    }
}

/// <summary>
/// Computes how the members of a ranker stand side by side as one cosine model. The mean of their scores <c>s_k cos_k</c>, s_k the inverse
/// of a temperature, is one cosine over one temperature where items are the unit item vectors over sqrt(K) and histories are the unit
/// history vectors times <c>w_k = s_k / sqrt(sum of s^2)</c>: both are of length one.
/// </summary>
public static class MemberWeights
{
    /// <summary>Weights of the members' unit history vectors, and the temperature of all together.</summary>
    /// <param name="temperatures">The members' temperatures.</param>
    public static (IReadOnlyList<double> Weights, double Temperature) Of(IReadOnlyList<double> temperatures)
    {
        var length = Math.Sqrt(temperatures.Sum(temperature => 1 / (temperature * temperature)));
        return ([.. temperatures.Select(temperature => 1 / (temperature * length))], Math.Sqrt(temperatures.Count) / length);
    }
}
