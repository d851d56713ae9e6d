namespace Grlm;

/// <summary>Why a request is answered with nothing.</summary>
public enum EmptyReason
{
    /// <summary>No item of the catalogue passes the filter.</summary>
    NothingPasses,

    /// <summary>Every item that passes is excluded, being in the history.</summary>
    AllSeen,

    /// <summary>None of the items that may be shown has a term ID, and nothing else ranks.</summary>
    NoTermId,

    /// <summary>What was generated maps to no item that may be shown.</summary>
    NothingFound,
}
