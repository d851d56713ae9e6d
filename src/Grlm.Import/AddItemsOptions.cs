namespace Grlm.Import;

/// <summary>Options of adding items to an imported dataset.</summary>
public sealed record AddItemsOptions
{
    /// <summary>Gets the new items, and those whose metadata have changed, in any form that an import takes.</summary>
    [NotInFingerprint]
    public required string Items { get; init; }

    /// <summary>Gets the folder of the dataset that is to grow.</summary>
    [NotInFingerprint]
    public required string Dataset { get; init; }

    /// <summary>Gets which columns hold what, as in <see cref="ImportOptions.Columns"/>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gets what stands between the fields of a table; null to recognise it.</summary>
    public string? Separator { get; init; }

    /// <summary>Gets how the text is encoded; null to recognise it.</summary>
    public string? Encoding { get; init; }

    /// <summary>Tells whether tables begin with a row instead of the names of their columns.</summary>
    public bool NoHeader { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    public bool Lenient { get; init; }
}
