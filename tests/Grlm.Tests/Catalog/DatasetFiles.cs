using Parquet;
using Parquet.Schema;

namespace Grlm.Tests;

/// <summary>A workspace with a dataset written by hand; it goes with the object.</summary>
internal sealed class DatasetFiles : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("grlm-dataset-").FullName;

    public GrlmWorkspace Workspace => new(_root);

    public string PathOf(string name) => Workspace.PathOf(ArtifactNames.Dataset, name);

    public Task WriteItemsAsync(params string[] ids)
    {
        var text = ids.Select(_ => "text").ToArray();
        return WriteAsync(
            ArtifactNames.Items,
            new KeyValuePair<string, Array>[]
            {
                new(DatasetColumns.ItemId, ids),
                new(DatasetColumns.Title, text),
                new(DatasetColumns.Brand, text),
                new(DatasetColumns.Categories, ids.Select(id => $"[[\"All\",\"{id}\"]]").ToArray()),
                new(DatasetColumns.Description, text),
            });
    }

    /// <summary>Writes interactions, one row group for each list of rows.</summary>
    public Task WriteInteractionsAsync(params (string User, int UserIndex, int Item)[][] groups)
        => WriteAsync(
            ArtifactNames.Interactions,
            [.. groups.Select(rows => new KeyValuePair<string, Array>[]
            {
                new(DatasetColumns.UserId, rows.Select(row => row.User).ToArray()),
                new(DatasetColumns.UserIndex, rows.Select(row => row.UserIndex).ToArray()),
                new(DatasetColumns.ItemIndex, rows.Select(row => row.Item).ToArray()),
            })]);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task WriteAsync(string name, params KeyValuePair<string, Array>[][] groups)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        var fields = groups[0].Select(
            column => new DataField(column.Key, column.Value.GetType().GetElementType()!, isNullable: false)).ToArray();
        await using var file = File.Create(PathOf(name));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        foreach (var columns in groups)
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, column) in fields.Zip(columns))
            {
                if (column.Value is string[] text)
                    await group.WriteAsync(field, text);
                else
                    await group.WriteAsync<int>(field, (int[])column.Value);
            }
        }
    }
}
