namespace Grlm.Serving;

/// <summary>Counts how often the item at one place of a list was taken.</summary>
/// <param name="Shown">In how many recommendations there was an item at this place.</param>
/// <param name="Taken">In how many of them it was taken.</param>
public readonly record struct PlaceQuality(long Shown, long Taken);
