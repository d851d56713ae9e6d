namespace Grlm;

/// <summary>
/// Holds what models may be fitted and chosen on: the training interactions and the validation targets. Test targets, and what comes after
/// them, are not in it: whoever is given this type can't read them, by accident or otherwise. Immutable and safe for concurrent reads.
/// </summary>
public sealed class TrainingSplit
{
    private readonly UserHistories _known;
    private readonly UserHistories _training;

    /// <param name="known">The interactions before the test targets.</param>
    /// <param name="trainingEnds">How many of each user's first interactions are trained on.</param>
    internal TrainingSplit(UserHistories known, int[] trainingEnds)
        : this(known.Prefixes(trainingEnds), known, new EvaluationTargets(known, trainingEnds))
    {
    }

    /// <param name="training">The interactions that are trained on.</param>
    /// <param name="known">The interactions before the test targets.</param>
    /// <param name="validation">What is predicted while models are fitted and chosen.</param>
    internal TrainingSplit(UserHistories training, UserHistories known, EvaluationTargets validation)
        => (_training, _known, Validation) = (training, known, validation);

    /// <summary>Gets how many users there are, evaluated or not.</summary>
    public int UserCount => _known.Count;

    /// <summary>Gets what is predicted while models are fitted and chosen.</summary>
    public EvaluationTargets Validation { get; }

    /// <summary>Gets the interactions of a user that models are fitted on, oldest first.</summary>
    public ReadOnlySpan<int> this[int user] => _training[user];

    /// <summary>
    /// Returns the interactions of a user before the test target, those of validation included: for a refit once everything is chosen.
    /// </summary>
    public ReadOnlySpan<int> Known(int user) => _known[user];

    /// <summary>
    /// Returns the same with validation interactions trained on as well and nothing left to validate on: for a refit once everything is
    /// chosen.
    /// </summary>
    public TrainingSplit WithValidation() => new(_known, [.. Enumerable.Range(0, UserCount).Select(user => _known[user].Length)]);

    /// <summary>
    /// Returns the training interactions of every user that has at least two of them: something to predict from, and something to predict.
    /// </summary>
    public int[][] Histories()
        => [.. Enumerable.Range(0, UserCount).Where(user => _training[user].Length > 1).Select(user => this[user].ToArray())];

    /// <summary>Returns how often each item occurs in the training interactions: the popularity that ties are broken by.</summary>
    /// <param name="itemCount">Number of items in the catalogue.</param>
    public int[] Popularity(int itemCount)
    {
        var popularity = new int[itemCount];
        for (var user = 0; user < UserCount; user++)
        {
            foreach (var item in this[user])
            {
                popularity[item]++;
            }
        }

        return popularity;
    }
}
