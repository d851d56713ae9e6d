namespace Grlm.Import;

/// <summary>The reasons that <see cref="ImportReport.Dropped"/> counts by.</summary>
internal static class DropReasons
{
    public const string InvalidUtf8 = "invalid UTF-8";
    public const string LineTooLong = "line too long";
    public const string DamagedGzip = "truncated or damaged gzip";
    public const string MalformedRow = "malformed row";
    public const string WrongType = "wrong type of a field";
    public const string ItemWithoutId = "item without id";
    public const string ConflictingItem = "item id used twice with different text";
    public const string InteractionWithoutUser = "interaction without user";
    public const string InteractionWithoutItem = "interaction without item";
    public const string TextUser = "text user in a sequence file";
    public const string InvalidTimestamp = "invalid timestamp";
    public const string InvalidRating = "invalid rating";
    public const string RatingBelowMinimum = "interaction rated below the minimum";
    public const string UnknownEvent = "event of an unknown kind";
    public const string EventWithoutWeight = "event of a kind that does not count";
    public const string UnknownItem = "interaction with an unknown item";
    public const string InteractionOutsideCore = "interaction outside the k-core";
    public const string ItemOutsideCore = "item outside the k-core";
}
