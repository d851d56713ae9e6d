namespace Grlm.Cli;

/// <summary>Options that say which items may be shown.</summary>
internal interface IItemSelection
{
    /// <summary>Categories, of which an item is in at least one; empty for any.</summary>
    IReadOnlyList<string> Category { get; }

    /// <summary>Brands, of which an item has one; empty for any.</summary>
    IReadOnlyList<string> Brand { get; }

    /// <summary>Domains, of which an item is in one; empty for any.</summary>
    IReadOnlyList<string> Domain { get; }

    /// <summary>The lowest price; null for any.</summary>
    double? MinPrice { get; }

    /// <summary>The highest price; null for any.</summary>
    double? MaxPrice { get; }

    /// <summary>Whether only items in stock are shown.</summary>
    bool InStock { get; }

    /// <summary>A condition on items; null for none.</summary>
    string? Filter { get; }
}
