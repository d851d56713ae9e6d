namespace Grlm.Import;

/// <summary>What a file holds.</summary>
internal enum FileContent
{
    /// <summary>A catalogue.</summary>
    Items,

    /// <summary>What users did with items.</summary>
    Interactions,
}
