namespace Grlm.Import;

/// <summary>What <see cref="ImportReport.Noticed"/> counts.</summary>
internal static class Notices
{
    public const string UnreadPrice = "price that is no number";
    public const string UnreadStock = "stock that is no number";
    public const string LostCharacters = "text with lost characters (U+FFFD)";
}
