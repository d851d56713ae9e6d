namespace Grlm;

/// <summary>Holds what one weight of the generator gave on validation users, protocol <c>filtered</c>.</summary>
/// <param name="Weight">The weight; 0 is the ranker alone.</param>
/// <param name="RecallAt10">Recall@10.</param>
/// <param name="NdcgAt10">NDCG@10.</param>
public sealed record FusionTrial(double Weight, double RecallAt10, double NdcgAt10);
