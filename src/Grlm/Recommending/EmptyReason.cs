namespace Grlm;

/// <summary>Says why a request is answered with nothing.</summary>
public enum EmptyReason
{
    /// <summary>No item of the catalogue passes the filter.</summary>
    NothingPasses,

    /// <summary>Every item that passes is excluded, being in the history.</summary>
    AllSeen,

    /// <summary>None of the items that may be shown has a term ID, and nothing else ranks.</summary>
    NoTermId,

    /// <summary>Nothing that was generated maps to an item that may be shown.</summary>
    NothingFound,
}
