namespace Grlm;

/// <summary>Asks for items of a kind, in words: what meets it comes sooner, or later where it is to be avoided.</summary>
/// <param name="Text">Terms of the library, or free text, which is read into them.</param>
/// <param name="Weight">
/// What is added to the logarithm of the probability of an item that meets the whole text, or taken off it; of one that meets a part of the
/// text, that part. 0 or above: 0 changes nothing.
/// </param>
public sealed record Wish(string Text, double Weight = Wish.UsualWeight)
{
    /// <summary>Holds the weight of a wish that nobody has given one.</summary>
    public const double UsualWeight = 5;

    /// <summary>Makes a wish of usual weight.</summary>
    public static implicit operator Wish(string text) => new(text);

    /// <summary>Makes a wish of usual weight.</summary>
    /// <param name="text">Terms of the library, or free text.</param>
    public static Wish FromString(string text) => new(text);
}
