using System.Collections.Frozen;

namespace Grlm.Samples;

/// <summary>The sample catalogue, shelf by shelf.</summary>
internal sealed class Shop
{
    /// <summary>What joins the names of a category path in <c>intents.json</c>.</summary>
    public const string PathSeparator = " > ";

    private const int WindowSize = 12;

    private readonly Dictionary<string, List<Product>> _shelves = new(StringComparer.Ordinal);

    /// <param name="items">The items.</param>
    /// <param name="termIds">Their term IDs.</param>
    /// <param name="book">The price levels of the brands, and the colours.</param>
    /// <param name="random">Draws which products of a category sell best.</param>
    /// <exception cref="InvalidInputException">An item has no term ID, or its brand no price level.</exception>
    public Shop(
        IReadOnlyList<CatalogLine> items,
        IReadOnlyDictionary<string, IReadOnlyList<string>> termIds,
        IntentBook book,
        Random random)
    {
        var products = new List<Product>(items.Count);
        foreach (var shelf in items.GroupBy(item => string.Join(PathSeparator, item.Categories[0])))
        {
            var ranking = shelf.ToArray();
            random.Shuffle(ranking);
            products.AddRange(ranking.Select((item, place) => ProductOf(item, termIds, book, popularity: 1.0 / (place + 1))));
        }

        Products = products;
        var bestSellers = products.Where(product => product.Popularity == 1).ToArray();
        random.Shuffle(bestSellers);
        Window = bestSellers[..Math.Min(WindowSize, bestSellers.Length)];
        var productById = products.ToDictionary(product => product.Id, StringComparer.Ordinal);
        foreach (var (item, path) in items.SelectMany(item => item.Categories, (item, path) => (item, string.Join(PathSeparator, path))))
        {
            if (!_shelves.TryGetValue(path, out var shelf))
            {
                _shelves.Add(path, shelf = []);
            }

            shelf.Add(productById[item.ItemId]);
        }
    }

    /// <summary>All products.</summary>
    public IReadOnlyList<Product> Products { get; }

    /// <summary>The few best sellers that everybody sees who comes in.</summary>
    public IReadOnlyList<Product> Window { get; }

    /// <summary>The products of one category.</summary>
    /// <param name="category">The whole path, joined by <see cref="PathSeparator"/>.</param>
    /// <exception cref="InvalidInputException">No item has this category path.</exception>
    public IReadOnlyList<Product> Shelf(string category)
        => _shelves.TryGetValue(category, out var shelf)
            ? shelf
            : throw new InvalidInputException(
                $"No item stands in the category '{category}' of {IntentBook.FileName}. Name a path of {SampleFiles.Items} in full.");

    private static Product ProductOf(
        CatalogLine item,
        IReadOnlyDictionary<string, IReadOnlyList<string>> termIds,
        IntentBook book,
        double popularity)
    {
        if (!termIds.TryGetValue(item.ItemId, out var terms))
        {
            throw new InvalidInputException($"Item '{item.ItemId}' has no term ID in {SampleFiles.TermIds}. Add it.");
        }

        if (!book.PriceLevels.TryGetValue(item.Brand, out var priceLevel))
        {
            throw new InvalidInputException(
                $"Brand '{item.Brand}' of item '{item.ItemId}' has no price level in {IntentBook.FileName}. Add it.");
        }

        var colour = terms.FirstOrDefault(book.Colours.Contains);
        return new Product(item.ItemId, item.Brand, priceLevel, Kind: terms[0], terms.ToFrozenSet(StringComparer.Ordinal),
            colour, popularity);
    }
}
