namespace Grlm.Reports;

/// <summary>One row of <c>predictions.parquet</c>.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Target">Id of the item that was to be predicted.</param>
/// <param name="Rank">Its place in the list, from 1; null where it is not in it.</param>
/// <param name="Items">Ids of the recommended items, best first.</param>
/// <param name="Sources">How each of them came into the list; empty in tables of older versions.</param>
internal sealed record PredictionRow(string User, string Target, int? Rank, IReadOnlyList<string> Items, IReadOnlyList<string> Sources);
