using System.Collections.Frozen;

namespace Grlm.Samples;

/// <summary>An item of the catalogue as a shopper sees it.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Brand">Brand.</param>
/// <param name="PriceLevel">Price level of the brand, 1 to 3.</param>
/// <param name="Kind">What it is: the first term of its TID.</param>
/// <param name="Terms">The terms of its TID.</param>
/// <param name="Colour">The colour or finish among its terms; null where none is.</param>
/// <param name="Popularity">Share of the shoppers who would pick it, against the others of its category: 1, 1/2, 1/3 and so on.</param>
internal sealed record Product(
    string Id,
    string Brand,
    int PriceLevel,
    string Kind,
    FrozenSet<string> Terms,
    string? Colour,
    double Popularity);
