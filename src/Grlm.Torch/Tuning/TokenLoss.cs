using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cross-entropy of the next token over the whole vocabulary, at the places that are learnt and nowhere else. Logits are made a chunk at a
/// time and turned into their gradient in place, so that the matrix <c>[tokens, vocabulary]</c> never stands whole and autograd keeps none
/// of it.
/// </summary>
/// <param name="network">The network, whose output head is used.</param>
internal sealed class TokenLoss(CausalNetwork network) : ITuningLoss
{
    private readonly int _chunkRows = Math.Max(1, MemoryEstimate.LossLogits / network.Config.VocabularySize);

    /// <inheritdoc/>
    public long TargetsOf(TuningBatch batch) => batch.Targets.Length;

    /// <inheritdoc/>
    public double Measure(Tensor hidden, TuningBatch batch)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return Accumulate(Select(hidden, batch), batch, scale: 1, gradient: null);
    }

    /// <inheritdoc/>
    public double Backward(Tensor hidden, TuningBatch batch, double scale)
    {
        using var scope = NewDisposeScope();
        var selected = Select(hidden, batch); // [targets, hidden]
        var gradient = zeros_like(selected);
        var loss = AccumulateUntracked(selected.detach(), batch, scale, gradient);
        selected.backward([gradient]);
        return loss;
    }

    private double AccumulateUntracked(Tensor selected, TuningBatch batch, double scale, Tensor gradient)
    {
        using var guard = no_grad();
        return Accumulate(selected, batch, scale, gradient);
    }

    private double Accumulate(Tensor selected, TuningBatch batch, double scale, Tensor? gradient)
    {
        var head = network.Weights.Head.detach().to_type(network.ComputeType); // [vocabulary, hidden]
        var targets = tensor(batch.Targets, device: network.Device).unsqueeze(1);
        var loss = 0.0;
        for (var first = 0; first < batch.Targets.Length; first += _chunkRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(_chunkRows, batch.Targets.Length - first);
            var (rows, wanted) = (selected.narrow(0, first, count), targets.narrow(0, first, count));
            var logProbabilities = LogProbabilities(rows, head);
            loss -= TensorMath.ToDouble(logProbabilities.gather(1, wanted).sum(ScalarType.Float64));
            if (gradient is not null)
            {
                gradient.narrow(0, first, count).copy_(PassBack(logProbabilities, wanted, rows, head, scale));
            }
        }

        return loss;
    }

    private static Tensor LogProbabilities(Tensor rows, Tensor head)
    {
        using var logits = nn.functional.linear(rows, head).to_type(ScalarType.Float32); // [chunk, vocabulary]
        return logits.log_softmax(-1);
    }

    /// <summary>
    /// Turns log-probabilities into the gradient of the logits, in place; adds that of the head, and returns that of the rows.
    /// </summary>
    private Tensor PassBack(Tensor logProbabilities, Tensor wanted, Tensor rows, Tensor head, double scale)
    {
        var probabilities = logProbabilities.exp_();
        probabilities.scatter_add_(1, wanted, ones_like(wanted, dtype: ScalarType.Float32).neg());
        TensorMath.ScaleInPlace(probabilities, scale);
        var logitGradient = probabilities.to_type(network.ComputeType);
        if (network.Weights.Head.requires_grad)
        {
            TensorMath.AddInPlace(network.Weights.Head.grad!, logitGradient.t().matmul(rows));
        }

        return logitGradient.matmul(head);
    }

    private Tensor Select(Tensor hidden, TuningBatch batch)
        => hidden.view(-1, network.Config.HiddenSize).index_select(0, tensor(batch.Places, device: network.Device));
}
