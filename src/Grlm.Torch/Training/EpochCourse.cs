namespace Grlm.Torch;

/// <summary>
/// Represents one pass over the training data under way: which of its steps have been taken, by this run or by one that was interrupted
/// within the epoch, and what they summed up to. A training goes through all steps of an epoch in the same order each time, and draws what
/// they need before it comes to them; those that have been taken are passed over.
/// </summary>
internal sealed class EpochCourse
{
    private readonly Action _taken;
    private readonly CancellationToken _cancellationToken;
    private int _place;

    /// <param name="epoch">One-based.</param>
    /// <param name="progress">Told of every step that is taken.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public EpochCourse(int epoch, IProgress<StageProgress> progress, CancellationToken cancellationToken)
        : this(epoch, EpochState.Begun, progress, () => { }, cancellationToken)
    {
    }

    /// <param name="epoch">One-based.</param>
    /// <param name="state">Where an interrupted run was.</param>
    /// <param name="progress">Told of every step that is taken.</param>
    /// <param name="taken">Called after every step that is taken: the moment to save a state.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public EpochCourse(int epoch, EpochState state, IProgress<StageProgress> progress, Action taken, CancellationToken cancellationToken)
        => (Epoch, State, Progress, _taken, _cancellationToken) = (epoch, state, progress, taken, cancellationToken);

    /// <summary>Number of the epoch, one-based.</summary>
    public int Epoch { get; }

    /// <summary>Steps that have been taken, and the sums of their figures.</summary>
    public EpochState State { get; private set; }

    /// <summary>Gets where a training tells how far it is, after each step that it takes.</summary>
    public IProgress<StageProgress> Progress { get; }

    /// <summary>Stops what a step prepares.</summary>
    public CancellationToken CancellationToken => _cancellationToken;

    /// <summary>Mean of the figure over the steps taken, for trainings that have one figure a step; 0 before the first.</summary>
    public double Mean => State.Steps == 0 ? 0 : State.Sums[0] / State.Steps;

    /// <summary>Takes the next step, or passes over it where it has been taken.</summary>
    /// <param name="take">Takes it; gives its figures, as many each time.</param>
    /// <param name="progress">What is told afterwards.</param>
    /// <exception cref="OperationCanceledException">The run is to stop; the step has not been taken.</exception>
    public void Step(Func<double[]> take, Func<StageProgress> progress)
    {
        if (_place++ < State.Steps)
        {
            return;
        }

        _cancellationToken.ThrowIfCancellationRequested();
        State = State.Plus(take());
        _taken();
        Progress.Report(progress());
    }
}
