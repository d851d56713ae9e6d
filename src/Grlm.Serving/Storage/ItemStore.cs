using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Grlm.Serving;

/// <summary>
/// Keeps the items of a shop, and the order in which they changed, for every server of it to follow. Safe for concurrent use.
/// </summary>
public sealed class ItemStore
{
    private const int Page = 500;
    private const string Columns = "select id, document, revision, updated from items";

    private readonly StoreSession _session;

    internal ItemStore(StoreSession session) => _session = session;

    /// <summary>Makes an item, or replaces what is said of it. One that is like that already keeps its revision.</summary>
    /// <param name="content">What the shop says of the item.</param>
    /// <param name="ifRevision">The revision that the item must have; 0 if there must be none; null for any.</param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <exception cref="InvalidInputException">The id is empty or longer than 512 characters, or a number is infinite.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<ItemResult> UpsertAsync(
        ItemContent content, long? ifRevision = null, CancellationToken cancellationToken = default)
        => (await WriteAsync([ItemEdit.Replace(content) with { IfRevision = ifRevision }], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Upserts all of the items in one transaction. Of one that stands twice in the list, the last counts.</summary>
    /// <returns>What each did, in the order of the list.</returns>
    /// <inheritdoc cref="UpsertAsync(ItemContent, long?, CancellationToken)"/>
    public Task<IReadOnlyList<ItemResult>> UpsertAsync(
        IReadOnlyList<ItemContent> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return WriteAsync([.. contents.Select(ItemEdit.Replace)], cancellationToken);
    }

    /// <summary>Changes part of an item: reads and writes it with nobody in between.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="change">Returns the new content for the old one. Runs while others wait, perhaps twice.</param>
    /// <param name="ifRevision">The revision that the item must have; null for any.</param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<ItemResult> ChangeAsync(
        string id, Func<ItemContent, ItemContent> change, long? ifRevision = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var edit = ItemEdit.Change(id, change) with { IfRevision = ifRevision };
        return (await WriteAsync([edit], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Deletes an item. The change is kept, the content is not.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="ifRevision">The revision that the item must have; null for any.</param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<ItemResult> DeleteAsync(string id, long? ifRevision = null, CancellationToken cancellationToken = default)
        => (await WriteAsync([ItemEdit.Delete(id) with { IfRevision = ifRevision }], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Finds an item; null if there is none.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<StoredItem?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync($"{Columns} where id = @id and document is not null", new() { { "id", id } }, cancellationToken)
            .ConfigureAwait(false);
        return rows is [var row] ? row.Item : null;
    }

    /// <summary>Lists items by id, in the order of their code points.</summary>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<StoredItem>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            $"{Columns} where document is not null and id > @after order by id limit @limit",
            new() { { "after", after ?? string.Empty }, { "limit", (long)limit } },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.Item!)];
    }

    /// <summary>
    /// Reads all items by id, a page at a time: however slow the reader, nothing is held open, and an item that changes meanwhile is read
    /// as it was or as it is.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async IAsyncEnumerable<StoredItem> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? last = null;
        do
        {
            var page = await ListAsync(last, Page, cancellationToken).ConfigureAwait(false);
            foreach (var item in page)
                yield return item;
            last = page.Count == Page ? page[^1].Content.Item.Id : null;
        }
        while (last is not null);
    }

    /// <summary>Lists what changed after a revision, by any process, in the order of the changes. Nothing is left out of it.</summary>
    /// <param name="since">The last revision that the caller knows; 0 for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<ItemChange>> ChangesAsync(
        long since, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            $"{Columns} where revision > @since order by revision limit @limit",
            new() { { "since", since }, { "limit", (long)limit } },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new ItemChange(row.Id, row.Revision, row.Item))];
    }

    private Task<List<ItemRow>> ReadAsync(string sql, SqlValues values, CancellationToken cancellationToken)
        => _session.ReadAsync((scope, token) => scope.QueryAsync(sql, values, ItemRow.Read, token), cancellationToken);

    private async Task<IReadOnlyList<ItemResult>> WriteAsync(IReadOnlyList<ItemEdit> edits, CancellationToken cancellationToken)
    {
        var written = await _session.WriteAsync(edits, ApplyAsync, cancellationToken).ConfigureAwait(false);
        return [.. written.Select(one => new ItemResult(one.Outcome, one.Row?.Item))];
    }

    private static async Task<IReadOnlyList<(ItemOutcome Outcome, ItemRow? Row)>> ApplyAsync(
        StoreScope scope, IReadOnlyList<ItemEdit> edits, CancellationToken cancellationToken)
    {
        // The numbers first: from here on no one else writes items, so that what is read below is what will be replaced.
        var first = await scope.NextChangesAsync(edits.Count, cancellationToken).ConfigureAwait(false);
        var ids = edits.Select(edit => edit.Id).Distinct(StringComparer.Ordinal);
        var rows = await scope.QueryInAsync($"{Columns} where id in", ids, ItemRow.Read, cancellationToken).ConfigureAwait(false);
        var items = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var changed = new Dictionary<string, ItemRow>(StringComparer.Ordinal);
        var results = new List<(ItemOutcome Outcome, ItemRow? Row)>(edits.Count);
        foreach (var (place, edit) in edits.Index())
        {
            var (outcome, row) = edit.Apply(items.GetValueOrDefault(edit.Id), first + place, scope.Now);
            results.Add((outcome, row));
            if (outcome is ItemOutcome.Created or ItemOutcome.Updated or ItemOutcome.Deleted)
                items[edit.Id] = changed[edit.Id] = row!;
        }

        await scope.ExecuteManyAsync(ItemRow.Write, [.. changed.Values], row => row.Values(), cancellationToken).ConfigureAwait(false);
        return results;
    }
}

/// <summary>Holds a row of the table: an item, or what is left of a deleted one.</summary>
internal sealed record ItemRow(string Id, string? Document, long Revision, long Updated)
{
    public const string Write =
        "insert into items (id, document, revision, updated) values (@id, @document, @revision, @updated) on conflict (id) " +
        "do update set document = excluded.document, revision = excluded.revision, updated = excluded.updated";

    public StoredItem? Item
        => Document is null
            ? null
            : new StoredItem(ItemDocument.Read(Id, Document), Revision, DateTimeOffset.FromUnixTimeMilliseconds(Updated));

    public static ItemRow Read(DbDataReader row)
        => new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2), row.GetInt64(3));

    public SqlValues Values() => new() { { "id", Id }, { "document", Document }, { "revision", Revision }, { "updated", Updated } };
}

/// <summary>Says what becomes of an item: the document it has, if any, to the one it is to have.</summary>
internal sealed record ItemEdit(string Id, Func<ItemRow?, string?> Document)
{
    public long? IfRevision { get; init; }

    public static ItemEdit Replace(ItemContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var document = ItemDocument.Write(content);
        return new(StoreGuard.Key(content.Item.Id, "An item's id"), _ => document);
    }

    public static ItemEdit Change(string id, Func<ItemContent, ItemContent> change)
        => new(StoreGuard.Key(id, "An item's id"), row => row?.Item is { } item ? ItemDocument.Write(change(item.Content)) : null);

    public static ItemEdit Delete(string id) => new(StoreGuard.Key(id, "An item's id"), _ => null);

    public (ItemOutcome Outcome, ItemRow? Row) Apply(ItemRow? before, long revision, long now)
    {
        var old = before is { Document: not null } ? before : null;
        if (IfRevision is { } wanted && (old?.Revision ?? 0) != wanted)
            return (old is null && Document(null) is null ? ItemOutcome.Missing : ItemOutcome.Conflict, old);
        var document = Document(old);
        var outcome = (old, document) switch
        {
            (null, null) => ItemOutcome.Missing,
            (null, _) => ItemOutcome.Created,
            (_, null) => ItemOutcome.Deleted,
            _ => old.Document == document ? ItemOutcome.Unchanged : ItemOutcome.Updated,
        };
        return outcome is ItemOutcome.Missing or ItemOutcome.Unchanged
            ? (outcome, old)
            : (outcome, new ItemRow(Id, document, revision, now));
    }
}
