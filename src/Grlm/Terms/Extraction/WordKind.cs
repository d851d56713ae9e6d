namespace Grlm;

/// <summary>What a word can be used for.</summary>
internal enum WordKind
{
    /// <summary>A term, alone or in a phrase.</summary>
    Plain,

    /// <summary>Nothing: it names no trait.</summary>
    Stop,

    /// <summary>An amount.</summary>
    Number,

    /// <summary>What amounts are amounts of.</summary>
    Unit,
}
