namespace Grlm.Import;

/// <summary>Reads interactions from any form of file.</summary>
internal static class InteractionSource
{
    /// <summary>
    /// The interactions that name a user and an item, in file order, with their time in milliseconds since 1970 where it is known.
    /// </summary>
    public static IEnumerable<(InteractionRow Row, long? Milliseconds)> Read(
        InputFile file, bool textUsers, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        progress.StartReading("reading interactions", file.Length);
        var rows = file.Format switch
        {
            InputFormat.Sequences => SequenceInteractions.Read(file, textUsers, faults, progress),
            InputFormat.Parquet => ParquetInteractions.Read(file, progress, session),
            _ => DelimitedInteractions.Read(file, faults, progress),
        };
        foreach (var row in rows)
        {
            progress.CountRow();
            long? milliseconds = null;
            if (row.User.Length == 0)
            {
                faults.Add(
                    file,
                    row.Line,
                    DropReasons.InteractionWithoutUser,
                    "the interaction has no user.",
                    $"Give every interaction a '{DatasetColumns.UserId}'.");
            }
            else if (row.Item.Length == 0)
            {
                faults.Add(
                    file,
                    row.Line,
                    DropReasons.InteractionWithoutItem,
                    "the interaction has no item.",
                    $"Give every interaction an '{DatasetColumns.ItemId}'.");
            }
            else if (ItemSource.HoldsNul(row.User) || ItemSource.HoldsNul(row.Item))
                faults.Add(file, row.Line, DropReasons.MalformedRow, "an id holds a NUL character.", "Take it out.");
            else if (row.Timestamp.Length > 0 && (milliseconds = TimestampText.Parse(row.Timestamp)) is null)
            {
                faults.Add(
                    file,
                    row.Line,
                    DropReasons.InvalidTimestamp,
                    $"the timestamp '{row.Timestamp}' cannot be read.",
                    "Write seconds or milliseconds since 1970, or 2014-07-23T10:00:00Z.");
            }
            else
                yield return (row, milliseconds);
        }

        progress.FinishReading();
    }
}
