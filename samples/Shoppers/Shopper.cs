namespace Grlm.Samples;

/// <summary>
/// A made-up shopper: a purse, a favourite colour, and what was bought so far. A product's chance is its popularity times one factor for
/// each reason to take it or to leave it, so purse, colour and brand show in a whole history and not in its last purchase alone.
/// </summary>
internal sealed class Shopper
{
    private const double OtherPriceLevel = 0.3;
    private const double FavouriteColour = 4;
    private const double OtherColour = 0.5;
    private const double KnownBrand = 2.5;
    private const double TermInCommon = 1.4;
    private const double SameKindAgain = 0.15;
    private const double OffTheStep = 0.02;

    private static readonly (int Level, double Share)[] Purses = [(1, 0.3), (2, 0.45), (3, 0.25)];

    private readonly Random _random;
    private readonly int _priceLevel;
    private readonly string _colour;
    private readonly List<Product> _history = [];
    private readonly HashSet<string> _brands = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _terms = new(StringComparer.Ordinal);

    /// <param name="random">Draws the taste now and the purchases later.</param>
    /// <param name="colours">The colours to choose a favourite from.</param>
    public Shopper(Random random, IReadOnlyList<string> colours)
    {
        _random = random;
        _priceLevel = random.Draw(Purses, purse => purse.Share).Level;
        _colour = colours[random.Next(colours.Count)];
    }

    /// <summary>What was bought, first purchase first; nothing twice.</summary>
    public IReadOnlyList<Product> History => _history;

    /// <summary>Buys one of the products, unless all were bought before.</summary>
    /// <param name="shelf">What there is to choose from.</param>
    /// <param name="wanted">Terms that the product should have one of; empty for no wish.</param>
    public void Buy(IReadOnlyList<Product> shelf, IReadOnlyList<string> wanted)
    {
        var candidates = shelf.Where(product => !_history.Contains(product)).ToList();
        if (candidates.Count == 0)
        {
            return;
        }

        var product = _random.Draw(candidates, candidate => Appeal(candidate, wanted));
        _history.Add(product);
        _brands.Add(product.Brand);
        _kinds.Add(product.Kind);
        _terms.UnionWith(product.Terms);
    }

    private double Appeal(Product product, IReadOnlyList<string> wanted)
    {
        var appeal = product.Popularity;
        for (var step = 0; step < Math.Abs(product.PriceLevel - _priceLevel); step++)
        {
            appeal *= OtherPriceLevel;
        }

        if (product.Colour is not null)
            appeal *= product.Colour == _colour ? FavouriteColour : OtherColour;
        if (_brands.Contains(product.Brand))
            appeal *= KnownBrand;
        if (_kinds.Contains(product.Kind))
            appeal *= SameKindAgain;
        if (wanted.Count > 0 && !wanted.Any(product.Terms.Contains))
            appeal *= OffTheStep;

        // What goes together shares terms: the filter papers of size 02 with the dripper of size 02. The kind was judged above.
        for (var shared = product.Terms.Count(term => term != product.Kind && _terms.Contains(term)); shared > 0; shared--)
        {
            appeal *= TermInCommon;
        }

        return appeal;
    }
}
