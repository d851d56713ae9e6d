using static TorchSharp.torch;

namespace Grlm.Torch;

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
