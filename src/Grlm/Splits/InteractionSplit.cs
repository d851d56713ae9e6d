namespace Grlm;

/// <summary>
/// Says which interactions of every user models are fitted on, and which are to be predicted. A dataset has one split, that of its import,
/// and every stage takes it from <see cref="Dataset.Split"/>: models of one split can't be evaluated on another. Immutable and safe for
/// concurrent reads.
/// </summary>
public abstract class InteractionSplit
{
    private readonly EvaluationTargets _test;

    /// <param name="histories">All interactions.</param>
    /// <param name="trainingEnds">How many of each user's first interactions are trained on.</param>
    /// <param name="testStarts">How many of each user's first interactions come before what is tested on.</param>
    private protected InteractionSplit(UserHistories histories, int[] trainingEnds, int[] testStarts)
        : this(new TrainingSplit(histories.Prefixes(testStarts), trainingEnds), new EvaluationTargets(histories, testStarts))
    {
    }

    /// <param name="training">What models may be fitted and chosen on.</param>
    /// <param name="test">What is tested on.</param>
    private protected InteractionSplit(TrainingSplit training, EvaluationTargets test) => (Training, _test) = (training, test);

    /// <summary>Gets how the interactions are split.</summary>
    public abstract SplitKind Kind { get; }

    /// <summary>Gets what models may be fitted and chosen on; what comes from the test target on isn't in it.</summary>
    public TrainingSplit Training { get; }

    /// <summary>Returns what is to be predicted: of each user one target, the latest where there are several.</summary>
    /// <param name="part">Validation or test.</param>
    public EvaluationTargets Targets(SplitPart part)
        => part == SplitPart.Test ? _test : Training.Validation;

    /// <summary>Returns what is to be predicted in one domain.</summary>
    /// <param name="part">Validation or test.</param>
    /// <param name="catalog">Says which item is of which domain.</param>
    /// <param name="domain">Index of the domain (<see cref="Catalog.Domains"/>).</param>
    public virtual EvaluationTargets Targets(SplitPart part, Catalog catalog, int domain) => Targets(part).Of(catalog, domain);
}
