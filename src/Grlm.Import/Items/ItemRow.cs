namespace Grlm.Import;

/// <summary>An item whose values have been read: texts are trimmed, and empty where the file has nothing.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="Id">The shop's identifier, not empty.</param>
/// <param name="Title">Title.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Categories">Category paths as JSON: <c>[["Beauty","Hair Care"]]</c>.</param>
/// <param name="Description">Description.</param>
/// <param name="Domain">Name of its domain.</param>
internal readonly record struct ItemRow(long Line, string Id, string Title, string Brand, string Categories, string Description, string Domain)
{
    /// <summary>Price; <see cref="Quantity.Unknown"/> where the file has none.</summary>
    public double Price { get; init; } = Quantity.Unknown;

    /// <summary>Pieces in stock; <see cref="Quantity.Unknown"/> where the file does not say.</summary>
    public double Stock { get; init; } = Quantity.Unknown;
}
