namespace Grlm.Import;

/// <summary>Reads interactions from the records of any form of file, or from sequences.</summary>
internal static class InteractionReader
{
    /// <summary>The interactions of the file that count, one by one, as it holds them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textUsers">Whether a user of a sequence file may be other than a whole number.</param>
    /// <param name="preferences">Says which count, and how much.</param>
    /// <param name="faults">Told of rows that cannot be used.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="session">The database that reads Parquet.</param>
    public static IEnumerable<InteractionFields> Read(
        InputFile file, bool textUsers, InteractionPreferences preferences, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        if (file.Form.Format is not InputFormat.Sequences)
            return ReadRecords(file, preferences, faults, progress, session);
        if (preferences.AreAny)
            throw new InvalidInputException($"{file.Path}: sequences have no ratings and no kinds of events to choose by. Give a table or JSON lines that have.");
        return SequenceInteractions.Read(file, textUsers, faults, progress);
    }

    private static IEnumerable<InteractionFields> ReadRecords(
        InputFile file, InteractionPreferences preferences, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        using var records = RecordReader.Open(file, faults, progress, session);
        while (records.Read())
        {
            var (user, item, time) = (records[FieldRole.User], records[FieldRole.Item], records[FieldRole.Time]);
            if (WrongOf((DatasetColumns.UserId, user), (DatasetColumns.ItemId, item), (DatasetColumns.Timestamp, time)) is { } wrong)
                faults.Add(file, records.LineNumber, DropReasons.WrongType, $"{wrong}, not a string or a number.", "Write one value.");
            else if (preferences.TryWeigh(records, file, faults, out var weight))
                yield return new InteractionFields(records.LineNumber, user.Cell, item.Cell, time.Cell) { Weight = weight };
        }
    }

    private static string? WrongOf(params ReadOnlySpan<(string Name, FieldValue Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (!value.IsSingle || value.IsTruth)
                return $"'{name}' is {value.Kind}";
        }

        return null;
    }
}
