namespace Grlm.LanguageModels;

/// <summary>What becomes of the matches of a pattern that cuts a text.</summary>
internal enum SplitBehavior
{
    /// <summary>A match is a piece of its own.</summary>
    Isolated,

    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>A match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}
