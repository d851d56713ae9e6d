namespace Grlm;

/// <summary>
/// Which interactions of every user models are fitted on, and which are to be predicted. A dataset has one split, that of its import, and every
/// stage takes it from <see cref="Dataset.Split"/>: models of one split can't be evaluated on another. Immutable and safe for concurrent reads.
/// </summary>
public abstract class InteractionSplit
{
    private readonly UserHistories _histories;
    private readonly int[] _testStarts;

    /// <param name="histories">All interactions.</param>
    /// <param name="trainingEnds">How many of each user's first interactions are trained on.</param>
    /// <param name="testStarts">How many of each user's first interactions come before what is tested on.</param>
    private protected InteractionSplit(UserHistories histories, int[] trainingEnds, int[] testStarts)
    {
        (_histories, _testStarts) = (histories, testStarts);
        Training = new TrainingSplit(histories.Prefixes(testStarts), trainingEnds);
    }

    /// <summary>How the interactions are split.</summary>
    public abstract SplitKind Kind { get; }

    /// <summary>What models may be fitted and chosen on; what comes from the test target on isn't in it.</summary>
    public TrainingSplit Training { get; }

    /// <summary>What is to be predicted.</summary>
    /// <param name="part">Validation or test.</param>
    public EvaluationTargets Targets(SplitPart part)
        => part == SplitPart.Test ? new EvaluationTargets(_histories, _testStarts) : Training.Validation;
}
