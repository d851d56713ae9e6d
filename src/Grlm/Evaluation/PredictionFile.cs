using Parquet.Schema;

namespace Grlm;

/// <summary>
/// The form of <see cref="ArtifactNames.Predictions"/>: a row for every user with a target.
/// </summary>
internal static class PredictionFile
{
    /// <summary>The user.</summary>
    public const string UserId = "user_id";

    /// <summary>The item that was to be predicted.</summary>
    public const string TargetId = "target_id";

    /// <summary>One-based place of the target in the list; null where it is not in it.</summary>
    public const string Rank = "rank";

    /// <summary>How many interactions of the user are known before the target.</summary>
    public const string HistoryLength = "history_length";

    /// <summary>How often the target occurs in training.</summary>
    public const string TargetPopularity = "target_popularity";

    /// <summary>For each generated term ID, most probable first, 1 where the library has it, else 0: <c>1101</c>; empty where none was generated.</summary>
    public const string Valid = "valid";

    /// <summary>The recommended items, best first.</summary>
    public const string ItemIds = "item_ids";

    /// <summary>How each of them came into the list: <c>direct</c>, <c>structural</c>, <c>ranker</c>.</summary>
    public const string Sources = "sources";

    /// <summary>The columns in their order.</summary>
    public static ParquetSchema Schema { get; } = new(
        new DataField<string>(UserId, nullable: false),
        new DataField<string>(TargetId, nullable: false),
        new DataField<int?>(Rank),
        new DataField<int>(HistoryLength, nullable: false),
        new DataField<int>(TargetPopularity, nullable: false),
        new DataField<string>(Valid, nullable: false),
        ParquetStringList.Field(ItemIds),
        ParquetStringList.Field(Sources));
}
