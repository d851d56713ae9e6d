namespace Grlm;

/// <summary>
/// Leave-one-out: a user's last interaction is the test target, the one before it the validation target; neither is ever trained on.
/// Users with fewer than three interactions have no targets and are trained on whole (Kang and McAuley, ICDM 2018).
/// </summary>
/// <param name="histories">All interactions.</param>
public sealed class LeaveOneOutSplit(UserHistories histories)
    : InteractionSplit(histories, Ends(histories, heldOut: 2), Ends(histories, heldOut: 1))
{
    /// <summary>Holds the fewest interactions that a user must have to be evaluated.</summary>
    public const int MinimumHistory = 3;

    /// <inheritdoc/>
    public override SplitKind Kind => SplitKind.LeaveOneOut;

    private static int[] Ends(UserHistories histories, int heldOut)
        => [.. Enumerable.Range(0, histories.Count).Select(user => histories[user].Length)
            .Select(length => length < MinimumHistory ? length : length - heldOut)];
}
