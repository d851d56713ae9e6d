namespace Grlm;

/// <summary>Says how interactions are split into training, validation and test.</summary>
public enum SplitKind
{
    /// <summary>Last interaction of each user is tested on, the one before it validated on: see <see cref="LeaveOneOutSplit"/>.</summary>
    LeaveOneOut,

    /// <summary>By a global cut in time: see <see cref="TemporalSplit"/>.</summary>
    Temporal,
}
