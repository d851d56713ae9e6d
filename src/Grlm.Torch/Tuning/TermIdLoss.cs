using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Measures the cross-entropy of TIDs: at every choice a soft-max over the tokens that the library allows there, which is what constrained
/// decoding compares, and of the head nothing but the rows of such tokens. Where a teacher says how the choice is to be made, its shares
/// are the target. At a share of the places the soft-max over the whole vocabulary is learnt to lie on the allowed tokens, so that the
/// model writes TIDs on its own as well.
/// </summary>
internal sealed class TermIdLoss : ITuningLoss, IDisposable
{
    /// <summary>Below this the teacher has no opinion on a choice: nothing is left of its distribution there.</summary>
    private const double SmallestMass = 1e-9;

    private readonly CausalNetwork _network;
    private readonly TokenTrie _trie;
    private readonly HistoryTeacher? _teacher;
    private readonly int _stride;
    private readonly int[] _columnOfNode;
    private readonly Tensor _tokens;
    private readonly ConditionalWeakTable<TuningBatch, TermIdChoices> _choices = [];

    /// <param name="network">The network, whose output head is used.</param>
    /// <param name="trie">The TIDs as the model writes them.</param>
    /// <param name="teacher">Says how choices are to be made; stays the caller's. Null for what was observed.</param>
    /// <param name="vocabularyShare">Share of the places at which the whole vocabulary counts; 0 for none.</param>
    public TermIdLoss(CausalNetwork network, TokenTrie trie, HistoryTeacher? teacher = null, double vocabularyShare = 0)
    {
        (_network, _trie, _teacher) = (network, trie, teacher);
        _stride = vocabularyShare > 0 ? (int)Math.Round(1 / vocabularyShare) : 0;
        int[] tokenOfNode = [.. Enumerable.Range(1, trie.NodeCount - 1).Select(trie.TokenOf)]; // nothing leads to the root
        int[] tokens = [.. tokenOfNode.Distinct().Order()];
        _columnOfNode = [-1, .. tokenOfNode.Select(token => Array.BinarySearch(tokens, token))];
        _tokens = tensor(Array.ConvertAll(tokens, token => (long)token), device: network.Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public long TargetsOf(TuningBatch batch) => ChoicesOf(batch).TermIds;

    /// <inheritdoc/>
    /// <remarks>Of what was observed, with no teacher and the allowed tokens alone.</remarks>
    public double Measure(Tensor hidden, TuningBatch batch)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var choices = ChoicesOf(batch).Choices;
        var rows = Select(hidden, choices.Select(choice => choice.Place));
        return new SoftChoices(choices, targets: null).LossAndGradients(Scores(rows, Head(), choices, out _), scale: 0).Loss;
    }

    /// <inheritdoc/>
    public double Backward(Tensor hidden, TuningBatch batch, double scale)
    {
        using var scope = NewDisposeScope();
        var choices = ChoicesOf(batch);
        LearntToken[] sampled = _stride == 0 ? [] : [.. choices.Tokens.Where((_, place) => (place + batch.Targets[0]) % _stride == 0)];
        var selected = Select(hidden, [.. choices.Choices.Select(choice => choice.Place), .. sampled.Select(token => token.Place)]);
        var (loss, gradient) = Gradient(selected.detach(), batch, choices.Choices, sampled, scale);
        selected.backward([gradient]);
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose() => _tokens.Dispose();

    private (double Loss, Tensor Gradient) Gradient(
        Tensor rows, TuningBatch batch, IReadOnlyList<TermIdChoice> choices, LearntToken[] sampled, double scale)
    {
        using var guard = no_grad();
        var (chosen, free) = (rows.narrow(0, 0, choices.Count), rows.narrow(0, choices.Count, sampled.Length));
        var head = Head();
        var scores = Scores(chosen, head, choices, out var cells);
        var (loss, gradients) = new SoftChoices(choices, _teacher?.SharesOf(batch, choices)).LossAndGradients(scores, scale);
        var scoreGradient = zeros(choices.Count, head.shape[0], device: _network.Device);
        scoreGradient.view(-1).index_copy_(0, cells, tensor(gradients, device: _network.Device));
        var logitGradient = scoreGradient.to_type(_network.ComputeType);
        if (_network.Weights.Head.requires_grad)
        {
            TensorMath.IndexAddInPlace(_network.Weights.Head.grad!, _tokens, logitGradient.t().matmul(chosen).to_type(ScalarType.Float32));
        }

        var gradient = logitGradient.matmul(head);
        if (sampled.Length == 0)
        {
            return (loss, gradient);
        }

        var (strayed, freeGradient) = VocabularyGradient(free, sampled, scale);
        return (loss + strayed, cat([gradient, freeGradient]));
    }

    /// <summary>
    /// Returns minus the logarithm of the probability that lies on allowed tokens, and its gradient: with it and the choices, the loss over
    /// the vocabulary is whole. Sampled places count for those between them.
    /// </summary>
    private (double Loss, Tensor Gradient) VocabularyGradient(Tensor rows, LearntToken[] sampled, double scale)
    {
        var head = _network.Weights.Head.detach().to_type(_network.ComputeType); // [vocabulary, hidden]
        var probabilities = nn.functional.linear(rows, head).to_type(ScalarType.Float32).softmax(-1); // [sampled, vocabulary]
        var (vocabulary, flat) = (probabilities.shape[1], probabilities.view(-1));
        long[] cells = [.. sampled.SelectMany(
            (token, row) => _trie.Allowed(token.State).ToArray().Select(allowed => (row * vocabulary) + allowed))];
        var index = tensor(cells, device: _network.Device);
        var shares = flat.index_select(0, index).cpu().data<float>().ToArray();
        var (loss, place) = (0.0, 0);
        foreach (var count in sampled.Select(token => _trie.Allowed(token.State).Length))
        {
            var own = shares.AsSpan(place, count);
            var mass = 0.0;
            foreach (var share in own)
            {
                mass += share;
            }

            mass = Math.Max(mass, SmallestMass);
            loss -= Math.Log(mass) * _stride;
            for (var child = 0; child < count; child++)
            {
                own[child] = (float)(own[child] / mass);
            }

            place += count;
        }

        TensorMath.AddInPlace(flat, zeros_like(flat).index_copy_(0, index, tensor(shares, device: _network.Device)), -1);
        TensorMath.ScaleInPlace(probabilities, scale * _stride);
        var logitGradient = probabilities.to_type(_network.ComputeType);
        if (_network.Weights.Head.requires_grad)
        {
            TensorMath.AddInPlace(_network.Weights.Head.grad!, logitGradient.t().matmul(rows));
        }

        return (loss, logitGradient.matmul(head));
    }

    /// <summary>Returns the choices of a batch; it is followed through the trie once, however often it is counted and measured.</summary>
    private TermIdChoices ChoicesOf(TuningBatch batch) => _choices.GetValue(batch, one => TermIdChoices.Of(one, _trie));

    private Tensor Select(Tensor hidden, IEnumerable<long> places)
        => hidden.view(-1, _network.Config.HiddenSize).index_select(0, tensor(places.ToArray(), device: _network.Device));

    /// <summary>Returns the rows of the head that choices are between: <c>[columns, hidden]</c>.</summary>
    private Tensor Head() => _network.Weights.Head.detach().index_select(0, _tokens).to_type(_network.ComputeType);

    /// <summary>Returns the scores of what each choice is between, choice by choice.</summary>
    private float[] Scores(Tensor rows, Tensor head, IReadOnlyList<TermIdChoice> choices, out Tensor cells)
    {
        var scores = nn.functional.linear(rows, head).to_type(ScalarType.Float32); // [choices, columns]
        var columns = head.shape[0];
        cells = tensor(
            choices.SelectMany((choice, row) => _columnOfNode[choice.Children].Select(column => (row * columns) + column)).ToArray(),
            device: _network.Device);
        return scores.view(-1).index_select(0, cells).cpu().data<float>().ToArray();
    }

    /// <summary>Compares choices with what they are to be.</summary>
    /// <param name="choices">The choices.</param>
    /// <param name="targets">
    /// Mass of each child, choice by choice; all of a choice's are negative where nothing is known but what was taken. Null for no masses.
    /// </param>
    private sealed class SoftChoices(IReadOnlyList<TermIdChoice> choices, float[]? targets)
    {
        /// <summary>Returns the loss, and what each score is to go down by, times a scale.</summary>
        public (double Loss, float[] Gradients) LossAndGradients(float[] scores, double scale)
        {
            var gradients = new float[scores.Length];
            var (loss, first) = (0.0, 0);
            foreach (var choice in choices)
            {
                var masses = targets is null ? [] : targets.AsSpan(first, choice.Count);
                loss += LossAndGradients(choice, scores.AsSpan(first, choice.Count), masses, gradients.AsSpan(first, choice.Count), scale);
                first += choice.Count;
            }

            return (loss, gradients);
        }

        private static double LossAndGradients(
            TermIdChoice choice, ReadOnlySpan<float> scores, ReadOnlySpan<float> masses, Span<float> gradients, double scale)
        {
            var (total, taken) = (0.0, choice.Taken - choice.Children.Start.Value);
            foreach (var mass in masses)
            {
                total += mass;
            }

            var isTaught = !masses.IsEmpty && masses[0] >= 0;
            if (isTaught && total < SmallestMass)
            {
                return 0;
            }

            var (highest, sum, loss) = (System.Numerics.Tensors.TensorPrimitives.Max(scores), 0.0, 0.0);
            foreach (var score in scores)
            {
                sum += Math.Exp(score - highest);
            }

            for (var child = 0; child < scores.Length; child++)
            {
                var logarithm = scores[child] - highest - Math.Log(sum);
                var target = isTaught ? masses[child] / total : child == taken ? 1 : 0;
                loss -= target * logarithm;
                gradients[child] = (float)(scale * (Math.Exp(logarithm) - target));
            }

            return loss;
        }
    }
}
