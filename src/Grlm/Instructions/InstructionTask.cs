namespace Grlm;

/// <summary>Says what an instruction sample teaches (GRLM, section 3.2; the collaborative task came after the paper).</summary>
public enum InstructionTask
{
    /// <summary>Term internalization: an item's TID from its own metadata.</summary>
    Internalization,

    /// <summary>Behavior prediction: the TID of the next item from a history.</summary>
    Behavior,

    /// <summary>TIDs of an item's nearest items in users' behaviour.</summary>
    Collaborative,
}
