namespace Grlm.Torch;

/// <summary>Names what the values that are kept are the best by.</summary>
public enum ValidationFigure
{
    /// <summary>Lowest loss on what validation users did next.</summary>
    Loss,

    /// <summary>Highest Recall@10 of what is recommended to them, of equal ones the highest NDCG@10.</summary>
    Recall,
}
