namespace Grlm;

/// <summary>Where in an item's metadata words stand.</summary>
internal enum TextField
{
    /// <summary>The title.</summary>
    Title,

    /// <summary>The brand.</summary>
    Brand,

    /// <summary>A node of a category path that is not its last.</summary>
    Category,

    /// <summary>The last node of a category path.</summary>
    CategoryLeaf,

    /// <summary>The description.</summary>
    Description,
}
