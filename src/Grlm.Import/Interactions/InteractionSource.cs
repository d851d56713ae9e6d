namespace Grlm.Import;

/// <summary>Reads interactions from any form of file.</summary>
internal static class InteractionSource
{
    /// <summary>Returns the interactions that name a user and an item, in file order, their values read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textUsers">Whether a user of a sequence file may be other than a whole number.</param>
    /// <param name="preferences">Says which count, and how much.</param>
    /// <param name="times">Takes in the times.</param>
    /// <param name="faults">Told of rows that cannot be used.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="session">The database that reads Parquet.</param>
    public static IEnumerable<InteractionRow> Read(
        InputFile file, bool textUsers, InteractionPreferences preferences, TimeColumn times, RowFaults faults, ImportProgress progress,
        DuckDbSession session)
    {
        progress.StartReading("reading interactions", file.Length);
        foreach (var fields in InteractionReader.Read(file, textUsers, preferences, faults, progress, session))
        {
            progress.CountRow();
            if (!TryRead(fields, file, faults, out var row))
                continue;
            if (row.Time is { } time)
                times.Add(row.Line, fields.Timestamp.Text, time);
            yield return row;
        }

        progress.FinishReading();
    }

    private static bool TryRead(InteractionFields fields, InputFile file, RowFaults faults, out InteractionRow row)
    {
        row = default;
        if (!IdText.TryRead(fields.User, out var user, out var problem) || !IdText.TryRead(fields.Item, out var item, out problem))
            return Refuse(DropReasons.WrongType, problem, IdText.Remedy);
        if (user.Length == 0)
            return Refuse(DropReasons.InteractionWithoutUser, "the interaction has no user.",
                $"Give every interaction a '{DatasetColumns.UserId}'; {FieldText.WordsForNothing}.");
        if (item.Length == 0)
            return Refuse(DropReasons.InteractionWithoutItem, "the interaction has no item.",
                $"Give every interaction an '{DatasetColumns.ItemId}'; {FieldText.WordsForNothing}.");
        if (ItemSource.HoldsNul(user) || ItemSource.HoldsNul(item))
            return Refuse(DropReasons.MalformedRow, "an id holds a NUL character.", "Take it out.");
        var hasTime = fields.Timestamp.Text.Length > 0;
        if (!TimestampText.TryRead(fields.Timestamp.Text, out var time, out problem) && hasTime)
            return Refuse(DropReasons.InvalidTimestamp, problem, TimestampText.Remedy);
        row = new InteractionRow(fields.Line, user, item, hasTime ? time : null) { Weight = fields.Weight };
        return true;

        bool Refuse(string reason, string problem, string remedy)
        {
            faults.Add(file, fields.Line, reason, problem, remedy);
            return false;
        }
    }
}

/// <summary>Describes an interaction whose values have been read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="User">The user's id, not empty.</param>
/// <param name="Item">The item's id, not empty.</param>
/// <param name="Time">When it was; null where unknown.</param>
internal readonly record struct InteractionRow(long Line, string User, string Item, PointInTime? Time)
{
    /// <summary>Gets what its kind of event weighs.</summary>
    public double Weight { get; init; } = 1;
}
