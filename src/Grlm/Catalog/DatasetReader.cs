using System.Text.Json;
using Parquet;

namespace Grlm;

/// <summary>Reads the dataset of a workspace, one row group at a time: no string is made for an interaction. Thread-safe.</summary>
public static class DatasetReader
{
    /// <summary>Reads the catalogue and all histories into memory.</summary>
    /// <param name="workspace">A workspace that <c>grlm import</c> has filled.</param>
    /// <exception cref="MissingPrerequisiteException">Nothing has been imported yet.</exception>
    /// <exception cref="InvalidInputException">A file of the dataset is damaged.</exception>
    public static Dataset Read(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var files = workspace.FilesOf(ArtifactNames.Dataset);
        var catalog = ReadFile(workspace, files, ArtifactNames.Items, ReadItemsAsync);
        var split = SplitFile.Read(files);
        return ReadFile(workspace, files, ArtifactNames.Interactions, reader => ReadInteractionsAsync(reader, catalog, split));
    }

    private static T ReadFile<T>(GrlmWorkspace workspace, ArtifactFiles files, string name, Func<ParquetReader, Task<T>> read)
    {
        var path = files.Find(name) ?? throw new MissingPrerequisiteException(
            $"{workspace.PathOf(ArtifactNames.Dataset, name)}: there is no imported data in this workspace. Run stage 'import' first.");
        try
        {
            return OpenAndReadAsync(path, read).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged file fails in many places of the decoder with as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: the file is damaged or was not written by stage 'import'{ParquetLayout.Detail(e)}. Run it again.",
                e);
        }
    }

    private static async Task<T> OpenAndReadAsync<T>(string path, Func<ParquetReader, Task<T>> read)
    {
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        return await read(reader).ConfigureAwait(false);
    }

    private static async Task<Catalog> ReadItemsAsync(ParquetReader reader)
    {
        var items = new List<Item>();
        foreach (var group in reader.RowGroups)
        {
            var id = await ReadTextAsync(reader, group, DatasetColumns.ItemId).ConfigureAwait(false);
            var title = await ReadTextAsync(reader, group, DatasetColumns.Title).ConfigureAwait(false);
            var brand = await ReadTextAsync(reader, group, DatasetColumns.Brand).ConfigureAwait(false);
            var categories = await ReadTextAsync(reader, group, DatasetColumns.Categories).ConfigureAwait(false);
            var description = await ReadTextAsync(reader, group, DatasetColumns.Description).ConfigureAwait(false);
            var domain = Has(reader, DatasetColumns.Domain)
                ? await ReadTextAsync(reader, group, DatasetColumns.Domain).ConfigureAwait(false) : null;
            var price = await ReadQuantityAsync(reader, group, DatasetColumns.Price).ConfigureAwait(false);
            var stock = await ReadQuantityAsync(reader, group, DatasetColumns.Stock).ConfigureAwait(false);
            for (var row = 0; row < id.Length; row++)
            {
                items.Add(
                    new Item(id[row], title[row], brand[row], JsonSerializer.Deserialize<string[][]>(categories[row])!, description[row])
                    {
                        Domain = domain?[row] ?? string.Empty,
                        Price = price?[row],
                        Stock = stock?[row],
                    });
            }
        }

        return new Catalog(items);
    }

    private static bool Has(ParquetReader reader, string column) => Array.Exists(reader.Schema.DataFields, field => field.Name == column);

    private static async Task<double?[]?> ReadQuantityAsync(ParquetReader reader, ParquetRowGroupReader group, string column)
    {
        if (!Has(reader, column))
        {
            return null;
        }

        using var values = await ParquetColumn.ReadAsync<double>(reader, group, column).ConfigureAwait(false);
        return [.. values.Values.ToArray().Select(value => double.IsNaN(value) ? (double?)null : value)];
    }

    private static async Task<string[]> ReadTextAsync(ParquetReader reader, ParquetRowGroupReader group, string column)
    {
        using var values = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, column).ConfigureAwait(false);
        var text = new string[values.Values.Length];
        for (var row = 0; row < text.Length; row++)
        {
            text[row] = values.Values[row].ToString();
        }

        return text;
    }

    private static async Task<Dataset> ReadInteractionsAsync(ParquetReader reader, Catalog catalog, SplitDefinition definition)
    {
        var histories = new HistoryBuilder(catalog.Count, checked((int)reader.RowGroups.Sum(group => group.RowCount)));
        var split = definition.Kind == SplitKind.Temporal ? new TemporalSplitBuilder(definition) : null;
        foreach (var group in reader.RowGroups)
        {
            using var users = await ParquetColumn.ReadAsync<int>(reader, group, DatasetColumns.UserIndex).ConfigureAwait(false);
            using var userIds = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader,
                group, DatasetColumns.UserId).ConfigureAwait(false);
            using var items = await ParquetColumn.ReadAsync<int>(reader, group, DatasetColumns.ItemIndex).ConfigureAwait(false);
            histories.Add(users.Values, userIds.Values, items.Values);
            if (split is not null)
            {
                using var timestamps = await ParquetColumn.ReadAsync<long>(reader, group, DatasetColumns.Timestamp).ConfigureAwait(false);
                split.Add(users.Values, timestamps.Values);
            }
        }

        var all = histories.Build();
        return split is not null ? new Dataset(catalog, all) { Split = split.Build(all) }
            : catalog.Domains.Count > 1 ? new Dataset(catalog, all) { Split = DomainSplit.Of(all, catalog) }
            : new Dataset(catalog, all);
    }
}

/// <summary>Gathers user histories from interactions that come ordered by user. Not thread-safe.</summary>
internal sealed class HistoryBuilder(int itemCount, int interactionCount)
{
    private readonly List<string> _userIds = [];
    private readonly List<int> _offsets = [];
    private readonly int[] _items = new int[interactionCount];
    private int _filled;

    /// <summary>Adds the next interactions: <c>[rows]</c> each.</summary>
    /// <exception cref="InvalidDataException">The users are not in order, or an item is not in the catalogue.</exception>
    public void Add(ReadOnlySpan<int> users, ReadOnlySpan<ReadOnlyMemory<char>> userIds, ReadOnlySpan<int> items)
    {
        for (var row = 0; row < users.Length; row++)
        {
            if (users[row] == _userIds.Count)
            {
                _userIds.Add(userIds[row].ToString());
                _offsets.Add(_filled);
            }
            else if (users[row] != _userIds.Count - 1)
            {
                throw new InvalidDataException($"user {users[row]} is out of order");
            }

            if ((uint)items[row] >= (uint)itemCount)
                throw new InvalidDataException($"item {items[row]} is not in the catalogue of {itemCount} items");
            _items[_filled++] = items[row];
        }
    }

    /// <summary>Returns the histories of all users added.</summary>
    public UserHistories Build()
    {
        _offsets.Add(_filled);
        return new UserHistories([.. _userIds], [.. _offsets], _items);
    }
}
