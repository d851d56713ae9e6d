namespace Grlm.Tests;

public sealed class TextEmbeddingTests : IDisposable
{
    private static readonly string[] _texts = ["ccc", "a", "", "bb", "a", "dddd", " "];

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedProvider _provider = new();

    private string Log => Path.Combine(_folder.Root, "log");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task EmbedAsync_AsksForEveryTextOnce_ShortestFirst_AndLeavesEmptyOnesAtZero(int concurrency)
    {
        var vectors = await EmbedAsync(_texts, concurrency);
        Assert.Equal(["a", "bb", "ccc", "dddd"], _provider.Batches.SelectMany(batch => batch).Order(StringComparer.Ordinal));
        Assert.Equal([0f, 0f], vectors[2].ToArray());
        Assert.Equal(vectors[1].ToArray(), vectors[4].ToArray());
        Assert.Equal(3f / 'c', vectors[0][0] / vectors[0][1], 1e-6f);
        Assert.Equal(1, VectorMath.Dot(vectors[5], vectors[5]), 1e-6);
    }

    [Fact]
    public async Task EmbedAsync_GoesOnAfterTheLastWholeVector()
    {
        var good = _provider.Answer;
        _provider.Answer = texts => texts[0] == "ccc" ? throw new IOException("the line is down") : good(texts);
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => EmbedAsync(_texts));
        Assert.Contains("the line is down", error.Message, StringComparison.Ordinal);
        Assert.True(error.KeepsWork);

        // Half a vector, as a kill leaves it.
        File.AppendAllText(Log, "half");
        _provider.Answer = good;
        _provider.Batches.Clear();
        var vectors = await EmbedAsync(_texts);
        Assert.Equal(["ccc", "dddd"], _provider.Batches.SelectMany(batch => batch));
        File.Delete(Log);
        var whole = await EmbedAsync(_texts);
        Assert.All(Enumerable.Range(0, _texts.Length), row => Assert.Equal(whole[row].ToArray(), vectors[row].ToArray()));
    }

    [Theory]
    [InlineData(0, "0 vectors for 2 texts")]
    [InlineData(1, "3 numbers where the others have 2")]
    [InlineData(2, "infinite")]
    [InlineData(3, "a vector without numbers")]
    public async Task EmbedAsync_RefusesAnswersThatAreNoVectors(int fault, string problem)
    {
        float[][][] answers = [[], [[1, 2], [1, 2, 3]], [[1, 2], [1, float.NaN]], [[], []]];
        _provider.Answer = _ => answers[fault];
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => EmbedAsync(["a", "b"], batchSize: 2));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmbedAsync_RefusesVectorsOfZeros_WhereNothingElseCame()
    {
        _provider.Answer = texts => texts.Select(_ => new float[2]);
        var options = new EmbedOptions { Provider = "ollama" };
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => new TextEmbedding(_provider, options).EmbedAsync(_texts, Log, new ProgressLog(), TestContext.Current.CancellationToken));
        Assert.Contains("vectors of zeros alone", error.Message, StringComparison.Ordinal);
        using var log = new EmbeddingLog(Log);
        Assert.Equal(0, log.Count);
    }

    [Fact]
    public async Task EmbedAsync_RethrowsCancellation_AndKeepsWhatItHas()
    {
        using var source = new CancellationTokenSource();
        var good = _provider.Answer;
        _provider.Answer = texts =>
        {
            if (texts[0] == "bb")
            {
                source.Cancel();
            }

            return good(texts);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TextEmbedding(_provider, new EmbedOptions { BatchSize = 1 }).EmbedAsync(_texts, Log, new ProgressLog(),
                source.Token));
        using var log = new EmbeddingLog(Log);
        Assert.InRange(log.Count, 1, 2);
    }

    [Fact]
    public async Task EmbedAsync_OfNothingButEmptyTexts_AsksNobody()
    {
        var vectors = await EmbedAsync(["", " "]);
        Assert.Equal(2, vectors.Count);
        Assert.Empty(_provider.Batches);
    }

    private Task<VectorMatrix> EmbedAsync(string[] texts, int concurrency = 1, int batchSize = 1)
        => new TextEmbedding(_provider, new EmbedOptions { BatchSize = batchSize, Concurrency = concurrency })
            .EmbedAsync(texts, Log, new ProgressLog(), TestContext.Current.CancellationToken);
}
