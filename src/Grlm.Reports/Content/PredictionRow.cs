namespace Grlm.Reports;

/// <summary>One row of <c>predictions.parquet</c>.</summary>
internal sealed record PredictionRow(string User, string Target, int? Rank, IReadOnlyList<string> Items);
