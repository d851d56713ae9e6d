namespace Grlm.Import;

/// <summary>Reads the items of a catalogue from any form of file.</summary>
internal static class ItemSource
{
    /// <summary>The items that have an id, in file order, their values read.</summary>
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

    /// <summary>Whether a text holds the one character that DuckDB's appender would end it at.</summary>
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
            return Refuse(DropReasons.ItemWithoutId, "the item has no id.", $"Give every item an '{DatasetColumns.ItemId}'.");
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
