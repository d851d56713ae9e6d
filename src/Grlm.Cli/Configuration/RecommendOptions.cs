using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm recommend</c>.</summary>
internal sealed record RecommendOptions : ItemSelection
{
    /// <summary>Gets a user of the dataset; null where a history is given.</summary>
    [Option("A user of the dataset.", Value = "ID")]
    public string? User { get; init; }

    /// <summary>Item ids with commas between them, oldest first; null where a user is given.</summary>
    [Option("Item ids instead of a user, oldest first.", Value = "ID,ID,…")]
    public string? History { get; init; }

    /// <summary>Gets how many items to recommend.</summary>
    [Option("How many items.")]
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>Gets what ranks; null for fused where the workspace has ranker and generator, and else for the one that it has.</summary>
    [Option(
        "What ranks: fused, generator, ranker, popular, cooccurrence or bm25; fused where both models are there by default.",
        Value = "SOURCE")]
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the number of beams of the generator.</summary>
    [Option("Beams of the generator.")]
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Gets what the generator may write; TIDs of the library alone by default.</summary>
    [Option("What a language model may write: constrained to the library, or free.")]
    public GenerationMode Generation { get; init; }

    /// <summary>Gets what comes sooner: terms or free text, perhaps with a weight behind a colon.</summary>
    [Option(
        "What comes sooner where it meets this: terms or free text, with a weight if you like; give it again for another.",
        Value = "TEXT[:WEIGHT]")]
    public IReadOnlyList<string> Want { get; init; } = [];

    /// <summary>Gets what comes later.</summary>
    [Option("What comes later where it meets this.", Value = "TEXT[:WEIGHT]")]
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>Gets what every item must meet.</summary>
    [Option("Only items that meet this, all of its words.", Value = "TEXT")]
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Gets what no item may meet.</summary>
    [Option("No items that meet this, all of its words.", Value = "TEXT")]
    public IReadOnlyList<string> Forbid { get; init; } = [];

    /// <summary>Tells whether to say why each item is recommended.</summary>
    [Option("Say why each item is recommended.")]
    public bool Explain { get; init; }

    /// <summary>Tells whether items of the history are left out.</summary>
    [Option("Leave out items of the history.")]
    public bool ExcludeSeen { get; init; } = true;

    /// <summary>Gets what fills a list that comes up short; null for nothing.</summary>
    [Option("What fills a list that comes up short; nothing by default.", Value = "ranker|popular")]
    public FillSource? FillFrom { get; init; }
}

/// <summary>Options that say which items may be shown.</summary>
internal abstract record ItemSelection
{
    /// <summary>Categories, of which an item is in at least one; empty for any.</summary>
    [Option("Only items of this category: a level, or levels in a row as A > B; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Category { get; init; } = [];

    /// <summary>Brands, of which an item has one; empty for any.</summary>
    [Option("Only items of this brand; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Brand { get; init; } = [];

    /// <summary>Domains, of which an item is in one; empty for any.</summary>
    [Option("Only items of this domain; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Domain { get; init; } = [];

    /// <summary>Gets the lowest price; null for any.</summary>
    [Option("Only items that cost this or more.")]
    [Range(0, double.MaxValue)]
    public double? MinPrice { get; init; }

    /// <summary>Gets the highest price; null for any.</summary>
    [Option("Only items that cost this or less.")]
    [Range(0, double.MaxValue)]
    public double? MaxPrice { get; init; }

    /// <summary>Tells whether only items in stock are shown.</summary>
    [Option("Only items that are in stock.")]
    public bool InStock { get; init; }

    /// <summary>Gets a condition on items; null for none.</summary>
    [Option("Only items that meet a condition, e.g. \"price < 200 && 'ultralight' in terms\".", Value = "CONDITION")]
    public string? Filter { get; init; }

    /// <summary>Returns what they ask for.</summary>
    /// <exception cref="InvalidInputException">The condition can't be read.</exception>
    public ItemCriteria ToCriteria(Catalog catalog) => new()
    {
        Categories = Category,
        Brands = Brand,
        Domains = Domain,
        MinimumPrice = MinPrice,
        MaximumPrice = MaxPrice,
        MinimumStock = InStock ? 1 : null,
        Expression = Filter is { } condition ? ItemExpression.Parse(condition, catalog.Attributes) : null,
    };

    /// <summary>Returns the filter that they ask for; null where they ask for nothing.</summary>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public ItemFilter? ToFilter(Catalog catalog, TermLibrary library)
        => ToCriteria(catalog) is { AreNone: false } criteria ? ItemFilter.Of(catalog, criteria, library) : null;
}
