using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// AdamW with decoupled weight decay (Loshchilov and Hutter, ICLR 2019) over the flat buffer of a <see cref="ParameterSet"/>,
/// with clipping by the global norm of the gradient.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly double _weightDecay;
    private readonly double _maximumNorm;
    private readonly AdamMoments _moments;

    /// <param name="parameters">What is trained.</param>
    /// <param name="weightDecay">Decoupled decay, a share of the learning rate.</param>
    /// <param name="maximumNorm">Gradients longer than this are scaled down to it.</param>
    /// <param name="moments">Decay of the moments and the guard against division by zero; null for the usual ones.</param>
    public AdamW(ParameterSet parameters, double weightDecay, double maximumNorm, AdamMoments? moments = null)
    {
        (_parameters, _weightDecay, _maximumNorm, _moments) = (parameters, weightDecay, maximumNorm, moments ?? new AdamMoments());
        FirstMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
    }

    /// <summary>Running mean of the gradient.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Steps taken so far.</summary>
    public int Steps { get; set; }

    /// <summary>Takes one step along the gradients and clears them.</summary>
    /// <returns>Norm of the gradient before clipping.</returns>
    public double Step(double learningRate)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var gradient = _parameters.Gradients;
        var (beta1, beta2, epsilon) = _moments;
        var norm = TensorMath.ToDouble(gradient.norm());
        if (norm > _maximumNorm)
        {
            TensorMath.ScaleInPlace(gradient, _maximumNorm / norm);
        }

        Steps++;
        TensorMath.ScaleInPlace(FirstMoment, beta1);
        TensorMath.AddInPlace(FirstMoment, gradient, 1 - beta1);
        TensorMath.ScaleInPlace(SecondMoment, beta2);
        TensorMath.AddProductInPlace(SecondMoment, gradient, gradient, 1 - beta2);
        if (_weightDecay > 0)
        {
            TensorMath.ScaleInPlace(_parameters.Values, 1 - (learningRate * _weightDecay));
        }

        // value -= rate * (m / c1) / (sqrt(v / c2) + eps), with the corrections folded into rate and eps.
        var correction1 = 1 - Math.Pow(beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, Steps));
        var denominator = SecondMoment.sqrt();
        TensorMath.ShiftInPlace(denominator, epsilon * correction2);
        TensorMath.AddQuotientInPlace(_parameters.Values, FirstMoment, denominator, -learningRate * correction2 / correction1);
        gradient.zero_();
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
