namespace Grlm.Import;

/// <summary>Decides what happens to a row that cannot be used: strict imports end at it, lenient ones drop and count it.</summary>
internal sealed class RowFaults(bool lenient)
{
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _noticed = new(StringComparer.Ordinal);

    public bool Lenient => lenient;

    /// <summary>Rows dropped so far, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>Gets the first row that was dropped as unusable, with file, line and remedy; null where none was.</summary>
    public string? First { get; private set; }

    /// <summary>Rows kept so far of which a part may not be as it was meant, by what was noticed.</summary>
    public IReadOnlyDictionary<string, long> Noticed => _noticed;

    /// <summary>Counts a row that is kept though a part of it may not be as it was meant.</summary>
    /// <param name="notice">One of <see cref="Notices"/>.</param>
    public void Notice(string notice) => _noticed[notice] = _noticed.GetValueOrDefault(notice) + 1;

    /// <summary>Refuses the file, or counts the row and returns.</summary>
    /// <param name="file">The file that the row is in.</param>
    /// <param name="line">One-based line; for Parquet, one-based row.</param>
    /// <param name="reason">One of <see cref="DropReasons"/>.</param>
    /// <param name="problem">What is wrong with this row.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="cause">What another library reported.</param>
    /// <exception cref="InvalidInputException">The import is strict.</exception>
    public void Add(InputFile file, long line, string reason, string problem, string remedy, Exception? cause = null)
    {
        var named = file.Form.Format is InputFormat.Parquet ? $"row {line:N0}: {problem}" : problem;
        if (!lenient)
            throw new InvalidInputException(file.Path, line, named, remedy, cause);
        First ??= $"{file.Path}:{line}: {named} {remedy}";
        Count(reason, 1);
    }

    /// <summary>Counts rows that were dropped as asked.</summary>
    public void Count(string reason, long rows)
    {
        if (rows > 0)
            _dropped[reason] = _dropped.GetValueOrDefault(reason) + rows;
    }
}

/// <summary>Names the reasons that <see cref="ImportReport.Dropped"/> counts by.</summary>
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

/// <summary>Names what <see cref="ImportReport.Noticed"/> counts.</summary>
internal static class Notices
{
    public const string UnreadPrice = "price that is no number";
    public const string UnreadStock = "stock that is no number";
    public const string LostCharacters = "text with lost characters (U+FFFD)";
}
