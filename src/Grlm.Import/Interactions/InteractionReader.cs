using System.Text;

namespace Grlm.Import;

/// <summary>Reads interactions from the records of any form of file, or from sequences.</summary>
internal static class InteractionReader
{
    /// <summary>Returns the interactions of the file that count, one by one, as it holds them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textUsers">Whether a user of a sequence file may be other than a whole number.</param>
    /// <param name="preferences">Says which count, and how much.</param>
    /// <param name="faults">Told of rows that cannot be used.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="session">The database that reads Parquet.</param>
    public static IEnumerable<InteractionFields> Read(
        InputFile file, bool textUsers, InteractionPreferences preferences, RowFaults faults, ImportProgress progress,
        DuckDbSession session)
    {
        if (file.Form.Format is not InputFormat.Sequences)
            return ReadRecords(file, preferences, faults, progress, session);
        if (preferences.AreAny)
            throw new InvalidInputException(
                $"{file.Path}: sequences have no ratings and no kinds of events to choose by. Give a table or JSON lines that have.");
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

/// <summary>Describes an interaction as its file holds it, before its values are read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="User">The user's id.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Timestamp">When it was; empty where unknown.</param>
internal readonly record struct InteractionFields(long Line, Cell User, Cell Item, Cell Timestamp)
{
    /// <summary>Gets what its kind of event weighs; 1 where nothing says.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>Reads <c>sequences.txt</c>: a user and the user's items, oldest first, separated by white space.</summary>
internal static class SequenceInteractions
{
    /// <summary>Returns the interactions of the file, one by one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textUsers">Whether a user may be other than a whole number.</param>
    /// <param name="faults">Told of lines that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    public static IEnumerable<InteractionFields> Read(InputFile file, bool textUsers, RowFaults faults, ImportProgress progress)
    {
        using var lines = new LineReader(file, faults, progress);
        while (lines.Read())
        {
            var line = lines.Line;
            var user = TakeWord(ref line);
            if (user.Length == 0)
                continue;
            if (!textUsers && !user.All(char.IsAsciiDigit))
            {
                faults.Add(
                    file,
                    lines.LineNumber,
                    DropReasons.TextUser,
                    $"the user '{Shorten(user)}' is not a whole number.",
                    "Begin each line with the user's number. If users are named by text, allow them (option 'textUsers'), "
                        + "or give a TSV or CSV file with the columns user_id and item_id.");
                continue;
            }

            var item = TakeWord(ref line);
            if (item.Length == 0)
            {
                faults.Add(
                    file,
                    lines.LineNumber,
                    DropReasons.InteractionWithoutItem,
                    $"the user '{Shorten(user)}' has no items.",
                    "Write the items after the user, or take the line out.");
            }

            for (; item.Length > 0; item = TakeWord(ref line))
            {
                yield return new InteractionFields(lines.LineNumber, user, item, string.Empty);
            }
        }
    }

    private static string TakeWord(ref ReadOnlyMemory<byte> line)
    {
        var text = line.Span.TrimStart(" \t"u8);
        var length = text.IndexOfAny((byte)' ', (byte)'\t');
        var word = length < 0 ? text : text[..length];
        line = line[(line.Length - text.Length + word.Length)..];
        return TrimmedText.Of(Encoding.UTF8.GetString(word)); // as ids are read in every other form
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
