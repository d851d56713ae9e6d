namespace Grlm.Import;

/// <summary>Reads the items of a catalogue from any form of file.</summary>
internal static class ItemSource
{
    /// <summary>Returns the items that have an id, in file order, their values read.</summary>
    public static IEnumerable<ItemRow> Read(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        progress.StartReading("reading items", file.Length);
        foreach (var fields in ItemReader.Read(file, faults, progress, session))
        {
            progress.CountRow();
            if (!TryRead(fields, file, faults, out var item))
                continue;
            Notice(fields, item, faults);
            yield return item;
        }

        progress.FinishReading();
    }

    /// <summary>Tells whether a text holds the one character that DuckDB's appender would end it at.</summary>
    public static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static bool TryRead(ItemFields fields, InputFile file, RowFaults faults, out ItemRow item)
    {
        var isWhole = IdText.TryRead(fields.Id, out var id, out var problem);
        item = new ItemRow(
            fields.Line,
            id,
            FieldText.Decode(fields.Title),
            FieldText.Decode(fields.Brand),
            fields.Categories,
            FieldText.Decode(fields.Description),
            FieldText.Decode(fields.Domain))
        {
            Price = Quantity.Of(fields.Price),
            Stock = Quantity.Of(fields.Stock),
        };
        if (!isWhole)
            return Refuse(DropReasons.WrongType, problem, IdText.Remedy);
        if (id.Length == 0)
            return Refuse(DropReasons.ItemWithoutId, "the item has no id.",
                $"Give every item an '{DatasetColumns.ItemId}'; {FieldText.WordsForNothing}.");
        if (HoldsNul(id) || HoldsNul(item.Title) || HoldsNul(item.Brand) || HoldsNul(item.Description) || HoldsNul(item.Domain))
            return Refuse(DropReasons.MalformedRow, "the text holds a NUL character.", "Take it out.");
        return true;

        bool Refuse(string reason, string problem, string remedy)
        {
            faults.Add(file, fields.Line, reason, problem, remedy);
            return false;
        }
    }

    // Not known, or not as it was meant, and no reason to do without the item; a whole column of it is a reason to look.
    private static void Notice(ItemFields fields, ItemRow item, RowFaults faults)
    {
        if (fields.Price.Text.Length > 0 && double.IsNaN(item.Price))
            faults.Notice(Notices.UnreadPrice);
        if (fields.Stock.Text.Length > 0 && double.IsNaN(item.Stock))
            faults.Notice(Notices.UnreadStock);
        if (HasLost(item.Title) || HasLost(item.Brand) || HasLost(item.Categories) || HasLost(item.Description))
            faults.Notice(Notices.LostCharacters);
    }

    // What a program writes for bytes that it could not read as text.
    private static bool HasLost(string text) => text.Contains('\uFFFD', StringComparison.Ordinal);
}

/// <summary>
/// Reads items from the records of any form of file. An optional field of a type that it cannot have is left out and counted; the item
/// stays.
/// </summary>
internal static class ItemReader
{
    /// <summary>Returns the items of the file, one by one, as it holds them.</summary>
    public static IEnumerable<ItemFields> Read(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        using var records = RecordReader.Open(file, faults, progress, session);
        while (records.Read())
        {
            var id = records[FieldRole.Item];
            if (id.IsSingle && !id.IsTruth)
                yield return FieldsOf(records, id.Cell, file.Columns);
            else
                faults.Add(file, records.LineNumber, DropReasons.WrongType, $"'{DatasetColumns.ItemId}' is {id.Kind}, not a string.",
                    "Write the value in quotes.");
        }
    }

    private static ItemFields FieldsOf(RecordReader records, Cell id, ColumnPlan columns)
    {
        var (description, features) = (Text(FieldRole.Description), Text(FieldRole.Features));
        return new ItemFields(
            records.LineNumber,
            id,
            Text(FieldRole.Title),
            Text(FieldRole.Brand),
            Paths(),
            description.Length > 0 && features.Length > 0 ? $"{description} {features}" : description + features,
            Text(FieldRole.Domain),
            Amount(FieldRole.Price),
            Amount(FieldRole.Stock));

        string Text(FieldRole role)
        {
            var value = records[role];
            if (value.TryText(out var text))
                return text;
            columns.Drop($"'{KnownColumns.NameOf(role)}' is {value.Kind}");
            return string.Empty;
        }

        string Paths()
        {
            var value = records[FieldRole.Categories];
            if (value.TryPaths(out var paths))
                return paths;
            columns.Drop($"'{DatasetColumns.Categories}' is {value.Kind} of another form than a list of paths, a list of texts or a text");
            return "[]";
        }

        Cell Amount(FieldRole role)
        {
            var value = records[role];
            if (value.IsSingle)
                return value.Cell;
            columns.Drop($"'{KnownColumns.NameOf(role)}' is {value.Kind}");
            return string.Empty;
        }
    }
}

/// <summary>Describes an item as its file holds it, before its values are read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="Id">The shop's identifier.</param>
/// <param name="Title">Title.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Categories">Category paths as JSON: <c>[["Beauty","Hair Care"]]</c>.</param>
/// <param name="Description">Description.</param>
/// <param name="Domain">Name of its domain.</param>
/// <param name="Price">Price.</param>
/// <param name="Stock">Pieces in stock.</param>
internal readonly record struct ItemFields(
    long Line, Cell Id, string Title, string Brand, string Categories, string Description, string Domain, Cell Price, Cell Stock);

/// <summary>Describes an item whose values have been read: texts are trimmed, and empty where the file has nothing.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="Id">The shop's identifier, not empty.</param>
/// <param name="Title">Title.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Categories">Category paths as JSON: <c>[["Beauty","Hair Care"]]</c>.</param>
/// <param name="Description">Description.</param>
/// <param name="Domain">Name of its domain.</param>
internal readonly record struct ItemRow(
    long Line, string Id, string Title, string Brand, string Categories, string Description, string Domain)
{
    /// <summary>Price; <see cref="Quantity.Unknown"/> where the file has none.</summary>
    public double Price { get; init; } = Quantity.Unknown;

    /// <summary>Pieces in stock; <see cref="Quantity.Unknown"/> where the file does not say.</summary>
    public double Stock { get; init; } = Quantity.Unknown;
}
