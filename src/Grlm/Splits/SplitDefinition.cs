namespace Grlm;

/// <summary>Describes how a dataset is split: <c>dataset/split.json</c>.</summary>
/// <param name="Kind">How.</param>
/// <param name="ValidationFrom">Begin of the validation period and end of training; null unless the split is temporal.</param>
/// <param name="TestFrom">Begin of the test period and end of validation; null unless the split is temporal.</param>
public sealed record SplitDefinition(SplitKind Kind, DateTimeOffset? ValidationFrom = null, DateTimeOffset? TestFrom = null);
