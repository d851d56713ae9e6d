namespace Grlm.Torch;

/// <summary>What a generator learns; any of them together.</summary>
[Flags]
public enum TrainingTasks
{
    /// <summary>To write an item's TID from its metadata, without its neighbours.</summary>
    Internalization = 1,

    /// <summary>To write the TID of what a user did next from what the user did before.</summary>
    Behavior = 2,

    /// <summary>To write the TIDs of an item's behavioural neighbours from the item.</summary>
    Collaborative = 4,
}
