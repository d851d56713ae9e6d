namespace Grlm.Import;

/// <summary>Options of adding items to an imported dataset.</summary>
public sealed record AddItemsOptions
{
    /// <summary>The new items, and those whose metadata have changed, in any form that an import takes.</summary>
    [NotInFingerprint]
    public required string Items { get; init; }

    /// <summary>Folder of the dataset that is to grow.</summary>
    [NotInFingerprint]
    public required string Dataset { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    public bool Lenient { get; init; }
}
