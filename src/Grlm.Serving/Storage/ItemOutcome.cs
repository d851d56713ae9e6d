namespace Grlm.Serving;

/// <summary>Names what a write did to an item.</summary>
public enum ItemOutcome
{
    /// <summary>There was none.</summary>
    Created,

    /// <summary>It has changed.</summary>
    Updated,

    /// <summary>It was like that already, and keeps its revision.</summary>
    Unchanged,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>There is none to change or delete.</summary>
    Missing,

    /// <summary>It has another revision than the one asked for; nothing was done.</summary>
    Conflict,
}
