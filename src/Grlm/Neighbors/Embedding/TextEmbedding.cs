using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Turns texts into vectors of length one. Equal texts are embedded once, so that their vectors are equal to the bit; a text without a
/// letter is not embedded at all, and its vector is zeros. Short texts come first: a batch holds texts of like length, and little padding.
/// </summary>
/// <param name="generator">Makes the vectors.</param>
/// <param name="options">Batch size and concurrency.</param>
internal sealed class TextEmbedding(IEmbeddingGenerator<string, Embedding<float>> generator, EmbedOptions options)
{
    private const string Remedy = "What was embedded so far is kept; the same command goes on from there once the provider is in order.";

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="logPath">Where vectors are kept while it runs, and looked for when it begins.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between batches; what is embedded stays in the log.</param>
    /// <returns>A vector a text, in their order; of width 1 where none of them has a letter.</returns>
    /// <exception cref="InvalidInputException">The provider's answer is not a vector of numbers for each text.</exception>
    /// <exception cref="MissingPrerequisiteException">The provider failed.</exception>
    public async Task<VectorMatrix> EmbedAsync(
        IReadOnlyList<string> texts, string logPath, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        IGrouping<string, int>[] groups =
        [
            .. Enumerable.Range(0, texts.Count)
                .Where(place => !string.IsNullOrWhiteSpace(texts[place]))
                .GroupBy(place => texts[place], StringComparer.Ordinal)
                .OrderBy(group => group.Key.Length),
        ];
        using var log = new EmbeddingLog(logPath);
        await FillAsync(log, [.. groups.Select(group => group.Key)], progress, cancellationToken);
        var vectors = new VectorMatrix(texts.Count, Math.Max(log.Width, 1));
        log.CopyTo(groups.Select(group => (IReadOnlyList<int>)[.. group]), vectors);
        vectors.Normalize();
        return vectors;
    }

    private async Task FillAsync(EmbeddingLog log, string[] texts, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<IReadOnlyList<ReadOnlyMemory<float>>>>();
        try
        {
            var begun = log.Count;
            while (log.Count < texts.Length)
            {
                while (begun < texts.Length && running.Count < options.Concurrency)
                {
                    var batch = texts[begun..Math.Min(begun + options.BatchSize, texts.Length)];
                    running.Enqueue(GenerateAsync(batch, stop.Token));
                    begun += batch.Length;
                }

                var vectors = await running.Dequeue();
                Check(vectors, log.Width);
                if (log.Count == 0 && options.Provider != EmbeddingProviders.Lexical
                    && vectors.All(vector => !vector.Span.ContainsAnyExcept(0f)))
                {
                    throw Bad("returned vectors of zeros alone");
                }

                log.Append(vectors);
                progress.Report(new StageProgress("embedding", log.Count, texts.Length, "texts"));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> GenerateAsync(string[] batch, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> answer;
        try
        {
            answer = await generator.GenerateAsync(batch, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (error is not (GrlmException or OutOfMemoryException) && !cancellationToken.IsCancellationRequested)
        {
            // Every provider fails in its own kinds of exception, and all of them mean that it can't be used now.
            throw new MissingPrerequisiteException($"The embedding provider '{Name}' failed: {error.Message} {Remedy}",
                error)
            { KeepsWork = true };
        }

        return answer.Count == batch.Length
            ? [.. answer.Select(embedding => embedding.Vector)]
            : throw Bad($"returned {answer.Count} vectors for {batch.Length} texts");
    }

    private void Check(IReadOnlyList<ReadOnlyMemory<float>> vectors, int width)
    {
        foreach (var vector in vectors)
        {
            width = width == 0 ? vector.Length : width;
            if (vector.IsEmpty)
            {
                throw Bad("returned a vector without numbers");
            }

            if (vector.Length != width)
            {
                throw Bad($"returned a vector of {vector.Length} numbers where the others have {width}");
            }

            if (!VectorMatrix.IsFinite(vector.Span))
            {
                throw Bad("returned a vector with a number that is infinite or none at all");
            }
        }
    }

    private string Name => options.Provider;

    private InvalidInputException Bad(string problem) => new($"The embedding provider '{Name}' {problem}. {Remedy}") { KeepsWork = true };
}

/// <summary>
/// Keeps the vectors that a run has so far, in the order in which their texts are embedded: appended to batch by batch, so that a run that
/// was killed goes on after the last whole vector. The width in four bytes, then float32 numbers. Not thread-safe.
/// </summary>
internal sealed class EmbeddingLog : IDisposable
{
    /// <summary>File name in the folder of the artifact, while it is being made.</summary>
    public const string FileName = "vectors.partial";

    private readonly FileStream _file;

    /// <param name="path">The file; made if it is not there.</param>
    public EmbeddingLog(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Span<byte> header = stackalloc byte[sizeof(int)];
        Width = _file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            ? Math.Max(MemoryMarshal.Read<int>(header), 0) : 0;
        Count = Width == 0 ? 0 : (int)((_file.Length - header.Length) / RowBytes);

        // What a kill has cut short is written again.
        _file.SetLength(Width == 0 ? 0 : header.Length + (Count * RowBytes));
        _file.Position = _file.Length;
    }

    /// <summary>Numbers in a vector; 0 before the first.</summary>
    public int Width { get; private set; }

    /// <summary>Vectors that are there.</summary>
    public int Count { get; private set; }

    private long RowBytes => (long)Width * sizeof(float);

    /// <summary>Appends vectors of one width.</summary>
    public void Append(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        foreach (var vector in vectors)
        {
            if (Width == 0)
            {
                Width = vector.Length;
                _file.Write(MemoryMarshal.AsBytes([Width]));
            }

            _file.Write(MemoryMarshal.AsBytes(vector.Span));
            Count++;
        }

        _file.Flush();
    }

    /// <summary>Copies the vectors into rows of a matrix.</summary>
    /// <param name="destinations">The rows that each vector goes to, in the order of the log.</param>
    /// <param name="matrix">Of the log's width.</param>
    public void CopyTo(IEnumerable<IReadOnlyList<int>> destinations, VectorMatrix matrix)
    {
        _file.Position = sizeof(int);
        var vector = new float[Width];
        foreach (var rows in destinations)
        {
            _file.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            foreach (var row in rows)
            {
                vector.CopyTo(matrix[row]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
