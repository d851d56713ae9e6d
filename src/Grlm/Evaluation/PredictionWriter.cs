using Parquet;
using Parquet.Schema;

namespace Grlm.Internal;

/// <summary>Writes predictions as a Parquet table (<see cref="PredictionFile"/>), a row group at a time. Not thread-safe.</summary>
internal sealed class PredictionWriter : IAsyncDisposable
{
    private const int RowsInGroup = 16_384;

    private readonly Stream _stream;
    private readonly ParquetWriter _writer;
    private readonly Dataset _dataset;
    private readonly EvaluationTargets _targets;
    private readonly IReadOnlyList<int> _popularity;
    private readonly List<UserPrediction> _pending = [];

    private PredictionWriter(Stream stream, ParquetWriter writer, Dataset dataset, EvaluationTargets targets, IReadOnlyList<int> popularity)
        => (_stream, _writer, _dataset, _targets, _popularity) = (stream, writer, dataset, targets, popularity);

    /// <summary>Begins a table.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="dataset">Names users and items.</param>
    /// <param name="targets">What is predicted.</param>
    /// <param name="popularity">Training interactions of each item.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<PredictionWriter> CreateAsync(
        string path, Dataset dataset, EvaluationTargets targets, IReadOnlyList<int> popularity, CancellationToken cancellationToken)
    {
        var stream = File.Create(path);
        var writer = await ParquetWriter.CreateAsync(PredictionFile.Schema, stream, cancellationToken: cancellationToken);
        return new(stream, writer, dataset, targets, popularity);
    }

    /// <summary>Adds rows.</summary>
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

        var (fields, catalog) = (PredictionFile.Schema.DataFields, _dataset.Catalog);
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(fields[0], Column(prediction => _dataset.Histories.UserId(prediction.User)));
        await group.WriteAsync(fields[1], Column(prediction => catalog[prediction.Target].Id));
        await group.WriteAsync<int>(fields[2], Column(prediction => prediction.Rank), cancellationToken: cancellationToken);
        await group.WriteAsync<int>(fields[3], Column(prediction => _targets.History(prediction.User).Length),
            cancellationToken: cancellationToken);
        await group.WriteAsync<int>(fields[4], Column(prediction => _popularity[prediction.Target]), cancellationToken: cancellationToken);
        await group.WriteAsync(fields[5], Column(prediction => string.Concat(prediction.IsValid.Select(valid => valid ? '1' : '0'))));
        await ParquetStringList.WriteAsync(
            group, fields[6], Column(prediction => prediction.Items.Select(item => catalog[item.Item].Id).ToArray()), cancellationToken);
        await ParquetStringList.WriteAsync(
            group, fields[7], Column(prediction => prediction.Items.Select(item => NameOf(item.Source)).ToArray()), cancellationToken);
        _pending.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private static string NameOf(GroundingSource source) => source switch
    {
        GroundingSource.Direct => "direct",
        GroundingSource.Structural => "structural",
        GroundingSource.Popular => "popular",
        _ => "ranker",
    };

    private T[] Column<T>(Func<UserPrediction, T> value) => [.. _pending.Select(value)];
}

/// <summary>Holds the form of <see cref="ArtifactNames.Predictions"/>: a row for every user with a target.</summary>
public static class PredictionFile
{
    /// <summary>Holds the user.</summary>
    public const string UserId = "user_id";

    /// <summary>Holds the item that was to be predicted.</summary>
    public const string TargetId = "target_id";

    /// <summary>Holds the one-based place of the target in the list; null where it is not in it.</summary>
    public const string Rank = "rank";

    /// <summary>Holds how many interactions of the user are known before the target.</summary>
    public const string HistoryLength = "history_length";

    /// <summary>Holds how often the target occurs in training.</summary>
    public const string TargetPopularity = "target_popularity";

    /// <summary>
    /// For each generated term ID, most probable first, 1 where the library has it, else 0: <c>1101</c>; empty where none was generated.
    /// </summary>
    public const string Valid = "valid";

    /// <summary>Holds the recommended items, best first.</summary>
    public const string ItemIds = "item_ids";

    /// <summary>Holds how each of them came into the list: <c>direct</c>, <c>structural</c>, <c>ranker</c>.</summary>
    public const string Sources = "sources";

    /// <summary>Gets the columns in their order.</summary>
    public static ParquetSchema Schema { get; } = new(
        new DataField<string>(UserId, nullable: false),
        new DataField<string>(TargetId, nullable: false),
        new DataField<int?>(Rank),
        new DataField<int>(HistoryLength, nullable: false),
        new DataField<int>(TargetPopularity, nullable: false),
        new DataField<string>(Valid, nullable: false),
        ParquetStringList.Field(ItemIds),
        ParquetStringList.Field(Sources));
}
