namespace Grlm;

/// <summary>Names a stage whose options can be searched for.</summary>
public enum SweptStage
{
    /// <summary><c>grlm rank</c>.</summary>
    Rank,

    /// <summary><c>grlm train</c>.</summary>
    Train,
}
