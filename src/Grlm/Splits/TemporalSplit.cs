namespace Grlm;

/// <summary>
/// A global cut in time: what happened before the validation period is trained on, and nobody's future teaches about another's past. Target of a user
/// is the first interaction within a period, of everyone who has an interaction before it; what follows the first is left aside.
/// </summary>
/// <param name="histories">All interactions.</param>
/// <param name="trainingEnds">How many interactions of each user come before the validation period.</param>
/// <param name="testStarts">How many interactions of each user come before the test period.</param>
public sealed class TemporalSplit(UserHistories histories, int[] trainingEnds, int[] testStarts)
    : InteractionSplit(histories, trainingEnds, testStarts)
{
    /// <inheritdoc/>
    public override SplitKind Kind => SplitKind.Temporal;
}
