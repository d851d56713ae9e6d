using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Forward and backward through the network. With gradient checkpointing (Chen et al., 2016) only each layer's input is kept, and the layer
/// is computed again on the way back: the same gradients for a third more arithmetic and a fraction of the memory.
/// </summary>
/// <param name="network">The network; its trainable weights, or its adapters, receive the gradients.</param>
/// <param name="checkpointed">Whether layers are computed again instead of kept.</param>
/// <param name="loss">What is minimised; null for the cross-entropy of the next token over the whole vocabulary.</param>
internal sealed class TuningPass(CausalNetwork network, bool checkpointed, ITuningLoss? loss = null)
{
    private readonly ITuningLoss _loss = loss ?? new TokenLoss(network);

    private bool TrainsWeights => network.Weights.Embeddings.requires_grad;

    /// <summary>Counts the things that a batch teaches: what sums are divided by.</summary>
    public long TargetsOf(TuningBatch batch) => _loss.TargetsOf(batch);

    /// <summary>Returns the loss alone, nothing kept.</summary>
    /// <returns>Sum over the batch's targets, in nats.</returns>
    public double Measure(TuningBatch batch)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return _loss.Measure(network.Forward(batch.Tokens), batch);
    }

    /// <summary>Returns the loss, and its gradients added to those that are there.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="scale">What the sum is multiplied with for the gradient: one by the targets of the whole optimiser step.</param>
    /// <param name="seed">Seed of the adapters' dropout, so that a layer computed twice drops the same.</param>
    /// <returns>Sum over the batch's targets, in nats, not scaled.</returns>
    public double Backward(TuningBatch batch, double scale, long seed)
    {
        using var scope = NewDisposeScope();
        var plan = network.Plan(batch.Tokens);
        var embedded = Embed(batch.Tokens);
        var sum = checkpointed
            ? BackwardRecomputingLayers(batch, plan, embedded, scale, seed) : BackwardKeepingLayers(batch, plan, embedded, scale, seed);
        if (embedded.grad is { } gradient && TrainsWeights)
        {
            using var guard = no_grad();
            TensorMath.IndexAddInPlace(
                network.Weights.Embeddings.grad!, tensor(batch.Tokens.Ids, device: network.Device),
                gradient.view(-1, network.Config.HiddenSize));
        }

        return sum;
    }

    private double BackwardKeepingLayers(TuningBatch batch, AttentionPlan plan, Tensor embedded, double scale, long seed)
    {
        var x = embedded;
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            x = Forward(layer, x, plan, seed);
        }

        return _loss.Backward(network.Normalize(x), batch, scale);
    }

    private double BackwardRecomputingLayers(TuningBatch batch, AttentionPlan plan, Tensor embedded, double scale, long seed)
    {
        Tensor[] inputs = [embedded, .. InputsBehind(embedded, plan, seed)];
        var last = inputs[^1];
        var sum = _loss.Backward(network.Normalize(last), batch, scale);
        for (var layer = network.Layers.Count - 1; layer >= 0; layer--)
        {
            using var scope = NewDisposeScope();
            using var output = inputs[layer + 1];
            var again = Forward(layer, inputs[layer], plan, seed);
            if (again.requires_grad)
            {
                again.backward([output.grad!]);
            }
        }

        return sum;
    }

    /// <summary>Returns what each layer puts out, as leaves of graphs of their own.</summary>
    private List<Tensor> InputsBehind(Tensor embedded, AttentionPlan plan, long seed)
    {
        using var guard = no_grad();
        List<Tensor> outputs = [];
        var x = embedded;
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            x = Forward(layer, x, plan, seed);
            x.requires_grad_(true);
            outputs.Add(x);
        }

        return outputs;
    }

    private Tensor Forward(int layer, Tensor x, AttentionPlan plan, long seed)
    {
        if (plan.Adapters?.Values.Any(adapter => adapter.Dropout > 0) ?? false)
        {
            manual_seed(unchecked((seed * 1_000_003) + layer));
        }

        return network.Layers[layer].Forward(x, plan);
    }

    private Tensor Embed(TokenBatch tokens)
    {
        using var guard = no_grad();
        return network.Embed(tokens).requires_grad_(TrainsWeights);
    }
}

/// <summary>Measures what a tuned model is to minimise. For one thread at a time.</summary>
internal interface ITuningLoss
{
    /// <summary>Counts the things that are learnt: what the sum is divided by.</summary>
    long TargetsOf(TuningBatch batch);

    /// <summary>Measures the loss alone.</summary>
    /// <param name="hidden">Normalised hidden states <c>[rows, tokens, hidden]</c>.</param>
    /// <param name="batch">What is predicted from where.</param>
    /// <returns>Sum over the targets, in nats.</returns>
    double Measure(Tensor hidden, TuningBatch batch);

    /// <summary>
    /// Measures the loss and makes its gradient, which goes into the output head and back through what made the hidden states.
    /// </summary>
    /// <param name="hidden">Normalised hidden states <c>[rows, tokens, hidden]</c>, part of a graph.</param>
    /// <param name="batch">What is predicted from where.</param>
    /// <param name="scale">What the sum is multiplied with for the gradient: one by the targets of the whole optimiser step.</param>
    /// <returns>Sum over the targets, in nats, not scaled.</returns>
    double Backward(Tensor hidden, TuningBatch batch, double scale);
}
