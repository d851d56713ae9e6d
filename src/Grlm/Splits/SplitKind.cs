namespace Grlm;

/// <summary>How interactions are split into training, validation and test.</summary>
public enum SplitKind
{
    /// <summary>The last interaction of each user is tested on, the one before it validated on: see <see cref="LeaveOneOutSplit"/>.</summary>
    LeaveOneOut,

    /// <summary>By a global cut in time: see <see cref="TemporalSplit"/>.</summary>
    Temporal,
}
