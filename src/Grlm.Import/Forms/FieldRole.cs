namespace Grlm.Import;

/// <summary>What a column or field of a file means to the import.</summary>
internal enum FieldRole
{
    /// <summary>Id of an item.</summary>
    Item,

    /// <summary>Title of an item.</summary>
    Title,

    /// <summary>Brand of an item.</summary>
    Brand,

    /// <summary>Category paths of an item.</summary>
    Categories,

    /// <summary>Description of an item.</summary>
    Description,

    /// <summary>Short statements about an item, which its description takes in.</summary>
    Features,

    /// <summary>Domain of an item.</summary>
    Domain,

    /// <summary>Price of an item.</summary>
    Price,

    /// <summary>Pieces of an item in stock.</summary>
    Stock,

    /// <summary>Id of a user.</summary>
    User,

    /// <summary>When an interaction was.</summary>
    Time,

    /// <summary>How a user liked an item.</summary>
    Rating,

    /// <summary>Kind of an interaction: view, purchase.</summary>
    Event,
}
