using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A training whose one value is the number of the epoch and whose validation figures are given, epoch 0 first.</summary>
internal sealed class ScriptedTraining : ITrainable, IDisposable
{
    private readonly double[] _recalls;

    public ScriptedTraining(params double[] recalls)
    {
        _recalls = recalls;
        Parameters = new ParameterSet([new("epoch", [1])], CPU);
        Optimizer = new AdamW(Parameters, weightDecay: 0, maximumNorm: 1);
    }

    public ParameterSet Parameters { get; }

    public AdamW Optimizer { get; }

    private int Epoch => (int)Parameters.Values.ToArray()[0];

    public double TrainEpoch(EpochCourse course)
    {
        Parameters.InitializeConstant("epoch", course.Epoch);
        Optimizer.Steps += 10;
        return 1.0 / course.Epoch;
    }

    public (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => (_recalls[Epoch], _recalls[Epoch] / 2);

    public void Dispose()
    {
        Optimizer.Dispose();
        Parameters.Dispose();
    }
}
