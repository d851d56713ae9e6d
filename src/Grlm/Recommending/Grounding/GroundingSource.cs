namespace Grlm;

/// <summary>How an item came into a list of recommendations.</summary>
public enum GroundingSource
{
    /// <summary>A generated TID is the item's own (direct mapping).</summary>
    Direct,

    /// <summary>The item's TID overlaps best with a generated one (structural mapping).</summary>
    Structural,

    /// <summary>The collaborative ranker's score.</summary>
    Ranker,

    /// <summary>Popularity among the training interactions.</summary>
    Popular,
}
