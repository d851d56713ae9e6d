namespace Grlm;

/// <summary>Says what fills a list that generated term IDs leave short.</summary>
public enum FillSource
{
    /// <summary>Items that the collaborative ranker scores highest.</summary>
    Ranker,

    /// <summary>Items with most training interactions.</summary>
    Popular,
}
