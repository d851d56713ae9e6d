namespace Grlm;

/// <summary>
/// Splits by a global cut in time: what happened before the validation period is trained on, and nobody's future teaches about another's
/// past. Target of a user is the first interaction within a period, of everyone who has an interaction before it; what follows the first is
/// left aside.
/// </summary>
/// <param name="histories">All interactions.</param>
/// <param name="trainingEnds">How many interactions of each user come before the validation period.</param>
/// <param name="testStarts">How many interactions of each user come before the test period.</param>
internal sealed class TemporalSplit(UserHistories histories, int[] trainingEnds, int[] testStarts)
    : InteractionSplit(histories, trainingEnds, testStarts)
{
    /// <inheritdoc/>
    public override SplitKind Kind => SplitKind.Temporal;
}

/// <summary>
/// Finds where each user's training ends and test begins, from interactions that come ordered by user and time. Not thread-safe.
/// </summary>
internal sealed class TemporalSplitBuilder(SplitDefinition definition)
{
    private readonly long _validationFrom = definition.ValidationFrom!.Value.ToUnixTimeMilliseconds();
    private readonly long _testFrom = definition.TestFrom!.Value.ToUnixTimeMilliseconds();
    private readonly List<int> _trainingEnds = [];
    private readonly List<int> _testStarts = [];

    /// <summary>Adds the next interactions: <c>[rows]</c> each.</summary>
    /// <param name="users">User indices.</param>
    /// <param name="timestamps">Milliseconds since 1970.</param>
    public void Add(ReadOnlySpan<int> users, ReadOnlySpan<long> timestamps)
    {
        for (var row = 0; row < users.Length; row++)
        {
            if (users[row] == _trainingEnds.Count)
            {
                _trainingEnds.Add(0);
                _testStarts.Add(0);
            }

            _trainingEnds[users[row]] += timestamps[row] < _validationFrom ? 1 : 0;
            _testStarts[users[row]] += timestamps[row] < _testFrom ? 1 : 0;
        }
    }

    /// <summary>Returns the split of all that was added.</summary>
    public TemporalSplit Build(UserHistories histories) => new(histories, [.. _trainingEnds], [.. _testStarts]);
}
