using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// AdamW with decoupled weight decay (Loshchilov and Hutter, ICLR 2019) over the flat buffer of a <see cref="ParameterSet"/>,
/// with clipping by the global norm of the gradient.
/// </summary>
internal sealed class AdamW : IDisposable
{
    /// <summary>Numbers that are updated at a time: 64 MB, so that a large model needs no temporary of its own size.</summary>
    private const long ChunkNumbers = 1 << 24;

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
        var norm = TensorMath.ToDouble(gradient.norm());
        if (norm > _maximumNorm)
        {
            TensorMath.ScaleInPlace(gradient, _maximumNorm / norm);
        }

        Steps++;
        for (var first = 0L; first < _parameters.Count; first += ChunkNumbers)
        {
            Update(first, Math.Min(ChunkNumbers, _parameters.Count - first), learningRate);
        }

        gradient.zero_();
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    private void Update(long first, long count, double learningRate)
    {
        using var scope = NewDisposeScope();
        var (beta1, beta2, epsilon) = _moments;
        var (values, gradient) = (_parameters.Values.narrow(0, first, count), _parameters.Gradients.narrow(0, first, count));
        var (firstMoment, secondMoment) = (FirstMoment.narrow(0, first, count), SecondMoment.narrow(0, first, count));
        TensorMath.ScaleInPlace(firstMoment, beta1);
        TensorMath.AddInPlace(firstMoment, gradient, 1 - beta1);
        TensorMath.ScaleInPlace(secondMoment, beta2);
        TensorMath.AddProductInPlace(secondMoment, gradient, gradient, 1 - beta2);
        if (_weightDecay > 0)
        {
            TensorMath.ScaleInPlace(values, 1 - (learningRate * _weightDecay));
        }

        // value -= rate * (m / c1) / (sqrt(v / c2) + eps), with the corrections folded into rate and eps.
        var correction1 = 1 - Math.Pow(beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, Steps));
        var denominator = secondMoment.sqrt();
        TensorMath.ShiftInPlace(denominator, epsilon * correction2);
        TensorMath.AddQuotientInPlace(values, firstMoment, denominator, -learningRate * correction2 / correction1);
    }
}

/// <summary>Holds the running means of Adam (Kingma and Ba, ICLR 2015).</summary>
/// <param name="Beta1">Decay of the mean gradient.</param>
/// <param name="Beta2">Decay of the mean squared gradient.</param>
/// <param name="Epsilon">What keeps the step from dividing by zero.</param>
internal sealed record AdamMoments(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);
