using System.Numerics.Tensors;
using System.Text.Json;

namespace Grlm.Providers.Tests;

/// <summary>The real model against what sentence-transformers makes of it: <c>golden_minilm.json</c>, and files of the same form.</summary>
public sealed class GoldenMiniLmTests
{
    /// <summary>The weights are stored as float16; the file names the cosine that this leaves.</summary>
    private const double Tolerance = 1e-5;

    private static string Model => SharedData.Require("models", "all-MiniLM-L6-v2");

    [Fact]
    public void Encode_GivesTheReferencesTokens()
    {
        var tokenizer = WordPieceTokenizer.Read(Path.Combine(Model, "tokenizer.json"));
        foreach (var (text, ids, _, length) in Rows())
        {
            Assert.Equal(ids, tokenizer.Encode(text, length));
        }
    }

    [Fact]
    public async Task GenerateAsync_GivesTheReferencesVectors_WhateverTheBatch()
    {
        var options = new EmbedOptions { Provider = "onnx", ModelFolder = Model, Threads = 2 };
        using var encoder = await new OnnxProvider().OpenAsync(options, "", null, TestContext.Current.CancellationToken);
        foreach (var batch in Rows().Chunk(7))
        {
            var vectors = await encoder.GenerateAsync(batch.Select(row => row.Text),
                cancellationToken: TestContext.Current.CancellationToken);
            foreach (var (row, vector) in batch.Zip(vectors))
            {
                Assert.Equal(row.Vector.Length, vector.Vector.Length);
                Assert.InRange(TensorPrimitives.Distance(row.Vector, vector.Vector.Span), 0, 2e-3);
                Assert.InRange(TensorPrimitives.CosineSimilarity(row.Vector, vector.Vector.Span), 1 - Tolerance, 1 + Tolerance);
            }
        }
    }

    [Fact]
    public void FilesOf_NamesWhatAVectorDependsOn()
    {
        var files = new OnnxProvider().FilesOf(new EmbedOptions { Provider = "onnx", ModelFolder = Model });
        Assert.Superset(
            new HashSet<string>(["model.onnx", "tokenizer.json", "modules.json", "sentence_bert_config.json"]),
            files.Select(Path.GetFileName).ToHashSet()!);
        Assert.Contains(files, file => file.EndsWith(Path.Combine("1_Pooling", "config.json"), StringComparison.Ordinal));
    }

    private static IEnumerable<(string Text, int[] Ids, float[] Vector, int Length)> Rows()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("golden", "golden_minilm.json")));
        var length = document.RootElement.GetProperty("max_length").GetInt32();
        return
        [
            .. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => (
                row.GetProperty("text").GetString()!,
                row.GetProperty("ids").Deserialize<int[]>()!,
                row.GetProperty("vector").Deserialize<float[]>()!,
                length)),
        ];
    }
}
