namespace Grlm;

/// <summary>What fills a list that generated term IDs leave short.</summary>
public enum FillSource
{
    /// <summary>The items that the collaborative ranker scores highest.</summary>
    Ranker,

    /// <summary>The items with most training interactions.</summary>
    Popular,
}
