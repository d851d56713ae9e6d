namespace Grlm;

/// <summary>Says how an item came into a list of recommendations.</summary>
public enum GroundingSource
{
    /// <summary>Generated TID is the item's own (direct mapping).</summary>
    Direct,

    /// <summary>Item's TID overlaps best with a generated one (structural mapping).</summary>
    Structural,

    /// <summary>Collaborative ranker's score.</summary>
    Ranker,

    /// <summary>Popularity among the training interactions.</summary>
    Popular,
}
