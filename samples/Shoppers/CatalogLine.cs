namespace Grlm.Samples;

/// <summary>One line of <c>items.jsonl</c>.</summary>
/// <param name="ItemId">Unique id.</param>
/// <param name="Title">Title.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Categories">Category paths, each from the general to the special.</param>
/// <param name="Description">One to three sentences.</param>
internal sealed record CatalogLine(
    string ItemId,
    string Title,
    string Brand,
    IReadOnlyList<IReadOnlyList<string>> Categories,
    string Description);
