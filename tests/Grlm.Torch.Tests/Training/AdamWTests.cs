using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class AdamWTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Step_IsTheHandWorkedOne()
    {
        using var parameters = Create(1, -2);
        using var optimizer = new AdamW(parameters, weightDecay: 0.1, maximumNorm: 100);
        SetGradients(parameters, 3, -4);

        var norm = optimizer.Step(0.01);

        // The first step goes the learning rate against the sign of the gradient, after the decay: 1 * 0.999 - 0.01, -2 * 0.999 + 0.01.
        Assert.Equal(5, norm, 1e-6);
        TensorExtensions.AssertNear([0.989f, -1.988f], parameters.Values.ToArray(), 1e-6);
        TensorExtensions.AssertNear([0.3f, -0.4f], optimizer.FirstMoment.ToArray(), 1e-6);
        TensorExtensions.AssertNear([0.009f, 0.016f], optimizer.SecondMoment.ToArray(), 1e-7);
        Assert.Equal([0f, 0f], parameters.Gradients.ToArray());
        Assert.Equal(1, optimizer.Steps);
    }

    [Fact]
    public void Step_ScalesALongGradientDownToTheMaximumNorm()
    {
        using var parameters = Create(0, 0);
        using var optimizer = new AdamW(parameters, weightDecay: 0, maximumNorm: 1);
        SetGradients(parameters, 3, -4);

        Assert.Equal(5, optimizer.Step(0.01), 1e-6);

        TensorExtensions.AssertNear([0.06f, -0.08f], optimizer.FirstMoment.ToArray(), 1e-6); // a tenth of (0.6, -0.8)
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Steps_EqualThoseOfTorch(double weightDecay)
    {
        const int size = 20;
        manual_seed(2);
        using var parameters = new ParameterSet([new("all", [size])], CPU);
        parameters.InitializeNormal("all", 1);
        using var optimizer = new AdamW(parameters, weightDecay, maximumNorm: double.PositiveInfinity);
        using var theirs = new TorchSharp.Modules.Parameter(parameters.Values.clone());
        using var torchs = optim.AdamW([theirs], lr: 0.02, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: weightDecay);
        for (var step = 0; step < 50; step++)
        {
            using var scope = NewDisposeScope();
            var gradient = randn(size);
            parameters.Gradients.copy_(gradient);
            theirs.grad = gradient;
            optimizer.Step(0.02);
            torchs.step();
        }

        TensorExtensions.AssertNear(theirs.ToArray(), parameters.Values.ToArray(), 1e-5);
    }

    [Fact]
    public void Step_ReachesNumbersBehindTheFirstChunk()
    {
        const int size = (1 << 24) + 3;
        using var parameters = new ParameterSet([new("all", [size])], CPU);
        using var optimizer = new AdamW(parameters, weightDecay: 0, maximumNorm: double.PositiveInfinity);
        SetGradients(parameters, 1);

        optimizer.Step(0.01);

        TensorExtensions.AssertNear([-0.01f, -0.01f, -0.01f, -0.01f], parameters.Values.narrow(0, size - 4, 4).ToArray(), 1e-6);
    }

    private static ParameterSet Create(params float[] values)
    {
        var parameters = new ParameterSet([new("all", [values.Length])], CPU);
        parameters.Load(tensor(values));
        return parameters;
    }

    private static void SetGradients(ParameterSet parameters, params float[] gradients) => parameters.Gradients.copy_(tensor(gradients));
}
