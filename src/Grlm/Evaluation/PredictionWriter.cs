using Parquet;
using Parquet.Schema;

namespace Grlm;

/// <summary>Writes predictions as a Parquet table, a row group at a time: <c>user_id, target_id, rank, item_ids</c>.</summary>
internal sealed class PredictionWriter : IAsyncDisposable
{
    private const int RowsInGroup = 16_384;

    private static readonly ParquetSchema _schema = new(
        new DataField<string>("user_id", nullable: false),
        new DataField<string>("target_id", nullable: false),
        new DataField<int?>("rank"),
        ParquetStringList.Field("item_ids"));

    private readonly Stream _stream;
    private readonly ParquetWriter _writer;
    private readonly Catalog _catalog;
    private readonly UserHistories _histories;
    private readonly List<UserPrediction> _pending = [];

    private PredictionWriter(Stream stream, ParquetWriter writer, Catalog catalog, UserHistories histories)
        => (_stream, _writer, _catalog, _histories) = (stream, writer, catalog, histories);

    public static async Task<PredictionWriter> CreateAsync(
        string path, Catalog catalog, UserHistories histories, CancellationToken cancellationToken)
    {
        var stream = File.Create(path);
        return new(stream, await ParquetWriter.CreateAsync(_schema, stream, cancellationToken: cancellationToken), catalog, histories);
    }

    public async Task AddAsync(IReadOnlyList<UserPrediction> predictions, CancellationToken cancellationToken)
    {
        _pending.AddRange(predictions);
        if (_pending.Count >= RowsInGroup)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes what is pending; the table is complete once the writer is disposed after it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(_schema.DataFields[0], _pending.Select(prediction => _histories.UserId(prediction.User)).ToArray());
        await group.WriteAsync(_schema.DataFields[1], _pending.Select(prediction => _catalog[prediction.Target].Id).ToArray());
        await group.WriteAsync<int>(_schema.DataFields[2], _pending.Select(prediction => prediction.Rank).ToArray(), cancellationToken: cancellationToken);
        await ParquetStringList.WriteAsync(
            group,
            _schema.DataFields[3],
            _pending.Select(prediction => prediction.Items.Select(item => _catalog[item.Item].Id).ToArray()),
            cancellationToken);
        _pending.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _stream.DisposeAsync();
    }
}
