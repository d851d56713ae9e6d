namespace Grlm.Import;

/// <summary>
/// Reads interactions from CSV or TSV with the header <c>user_id, item_id</c> and, where known, <c>timestamp</c>, in any order.
/// </summary>
internal static class DelimitedInteractions
{
    /// <summary>The interactions of the file, one by one.</summary>
    public static IEnumerable<InteractionFields> Read(InputFile file, RowFaults faults, ImportProgress progress)
    {
        using var table = new DelimitedReader(file, faults, progress);
        var user = table.RequiredColumn(DatasetColumns.UserId);
        var item = table.RequiredColumn(DatasetColumns.ItemId);
        var timestamp = table.FindColumn(DatasetColumns.Timestamp);
        while (table.Read())
        {
            yield return new InteractionFields(table.LineNumber, table.Field(user), table.Field(item), table.Field(timestamp));
        }
    }
}
