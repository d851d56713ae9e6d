namespace Grlm;

/// <summary>How a candidate term stands in an item's texts.</summary>
[Flags]
internal enum CandidateFlags
{
    None = 0,

    /// <summary>In the title.</summary>
    Title = 1,

    /// <summary>It is the brand.</summary>
    Brand = 2,

    /// <summary>In a category node above the last.</summary>
    Category = 4,

    /// <summary>In the last node of a category path.</summary>
    CategoryLeaf = 8,

    /// <summary>In the description.</summary>
    Description = 16,

    /// <summary>At the end of a phrase that says what the thing is.</summary>
    Head = 32,

    /// <summary>Behind <c>for</c>.</summary>
    Purpose = 64,

    /// <summary>Nowhere but inside of a phrase.</summary>
    Bound = 128,
}
