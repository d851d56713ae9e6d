namespace Grlm.Import;

/// <summary>Reads items from the records of any form of file. An optional field of a type that it cannot have is left out and counted; the item stays.</summary>
internal static class ItemReader
{
    /// <summary>The items of the file, one by one, as it holds them.</summary>
    public static IEnumerable<ItemFields> Read(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        using var records = RecordReader.Open(file, faults, progress, session);
        while (records.Read())
        {
            var id = records[FieldRole.Item];
            if (id.IsSingle && !id.IsTruth)
                yield return FieldsOf(records, id.Cell, file.Columns);
            else
                faults.Add(file, records.LineNumber, DropReasons.WrongType, $"'{DatasetColumns.ItemId}' is {id.Kind}, not a string.", "Write the value in quotes.");
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
