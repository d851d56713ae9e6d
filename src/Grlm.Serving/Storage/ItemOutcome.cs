namespace Grlm.Serving;

/// <summary>Names what a write did to an item.</summary>
public enum ItemOutcome
{
    /// <summary>Made it: there was none.</summary>
    Created,

    /// <summary>Changed it.</summary>
    Updated,

    /// <summary>Did nothing: it was like that already, and keeps its revision.</summary>
    Unchanged,

    /// <summary>Deleted it.</summary>
    Deleted,

    /// <summary>Did nothing: there is none to change or delete.</summary>
    Missing,

    /// <summary>Did nothing: it has another revision than the one asked for.</summary>
    Conflict,
}
