namespace Grlm;

/// <summary>
/// Leave-one-out: a user's last interaction is the test target, the one before it the validation target; neither is ever trained on.
/// Users with fewer than three interactions have no targets and are trained on whole (Kang and McAuley, ICDM 2018).
/// </summary>
public sealed class LeaveOneOutSplit(UserHistories histories)
{
    /// <summary>Fewest interactions that a user must have to be evaluated.</summary>
    public const int MinimumHistory = 3;

    /// <summary>How many users there are, evaluated or not.</summary>
    public int UserCount => histories.Count;

    /// <summary>Whether the user has a validation and a test target.</summary>
    public bool IsEvaluated(int user) => histories[user].Length >= MinimumHistory;

    /// <summary>The interactions that models may be fitted on, oldest first.</summary>
    public ReadOnlySpan<int> Training(int user) => IsEvaluated(user) ? histories[user][..^2] : histories[user];

    /// <summary>The training interactions of every user that has at least two of them: something to predict from, and something to predict.</summary>
    /// <param name="withValidation">
    /// Whether validation targets count among them: for a model that is fitted once more when everything is chosen. Test targets never do.
    /// </param>
    public int[][] TrainingHistories(bool withValidation = false)
        => [.. Enumerable.Range(0, UserCount)
            .Select(user => Training(user, withValidation).ToArray())
            .Where(history => history.Length > 1)];

    /// <summary>What is known before the target of <paramref name="part"/>, oldest first.</summary>
    public ReadOnlySpan<int> History(int user, SplitPart part) => histories[user][..^TargetFromEnd(part)];

    /// <summary>The item index that is to be predicted.</summary>
    public int Target(int user, SplitPart part) => histories[user][^TargetFromEnd(part)];

    /// <summary>How often each item occurs in the training interactions: the popularity that ties are broken by.</summary>
    /// <param name="itemCount">Number of items in the catalogue.</param>
    /// <param name="withValidation">Whether validation targets count among them.</param>
    public int[] TrainingPopularity(int itemCount, bool withValidation = false)
    {
        var popularity = new int[itemCount];
        for (var user = 0; user < UserCount; user++)
        {
            foreach (var item in Training(user, withValidation))
            {
                popularity[item]++;
            }
        }

        return popularity;
    }

    private ReadOnlySpan<int> Training(int user, bool withValidation)
        => withValidation && IsEvaluated(user) ? History(user, SplitPart.Test) : Training(user);

    private static int TargetFromEnd(SplitPart part) => part == SplitPart.Test ? 1 : 2;
}
