namespace Grlm.Import;

/// <summary>Reads items from CSV or TSV with a header; <c>item_id</c> alone is required.</summary>
internal static class DelimitedItems
{
    /// <summary>The items of the file, one by one.</summary>
    public static IEnumerable<ItemFields> Read(InputFile file, RowFaults faults, ImportProgress progress)
    {
        using var table = new DelimitedReader(file, faults, progress);
        var id = table.RequiredColumn(DatasetColumns.ItemId);
        var title = table.FindColumn(DatasetColumns.Title);
        var brand = table.FindColumn(DatasetColumns.Brand);
        var categories = table.FindColumn(DatasetColumns.Categories);
        var description = table.FindColumn(DatasetColumns.Description);
        var domain = table.FindColumn(DatasetColumns.Domain);
        var (price, stock) = (table.FindColumn(DatasetColumns.Price), table.FindColumn(DatasetColumns.Stock));
        while (table.Read())
        {
            if (CategoryPaths.TryNormalize(table.OptionalField(categories), out var paths))
            {
                yield return new ItemFields(
                    table.LineNumber,
                    table.Field(id),
                    table.OptionalField(title),
                    table.OptionalField(brand),
                    paths,
                    table.OptionalField(description),
                    table.OptionalField(domain),
                    table.OptionalField(price),
                    table.OptionalField(stock));
            }
            else
            {
                faults.Add(
                    file,
                    table.LineNumber,
                    DropReasons.WrongType,
                    $"'{DatasetColumns.Categories}' is not right as JSON.",
                    "Write A > B, or [[\"A\", \"B\"]].");
            }
        }
    }
}
