namespace Grlm.Import;

/// <summary>An item as its file holds it, before its values are read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="Id">The shop's identifier.</param>
/// <param name="Title">Title.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Categories">Category paths as JSON: <c>[["Beauty","Hair Care"]]</c>.</param>
/// <param name="Description">Description.</param>
/// <param name="Domain">Name of its domain.</param>
/// <param name="Price">Price.</param>
/// <param name="Stock">Pieces in stock.</param>
internal readonly record struct ItemFields(
    long Line, Cell Id, string Title, string Brand, string Categories, string Description, string Domain, Cell Price, Cell Stock);
