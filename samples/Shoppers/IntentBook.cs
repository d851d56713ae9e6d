namespace Grlm.Samples;

/// <summary>The content of <c>intents.json</c>.</summary>
/// <param name="About">A note to readers of the file.</param>
/// <param name="Colours">Terms that name a colour or finish; every shopper likes one of them best.</param>
/// <param name="PriceLevels">Price level of every brand: 1 plain, 2 good, 3 fine.</param>
/// <param name="Intents">The plans that shoppers follow.</param>
internal sealed record IntentBook(
    string About,
    IReadOnlyList<string> Colours,
    IReadOnlyDictionary<string, int> PriceLevels,
    IReadOnlyList<Intent> Intents)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "intents.json";
}
