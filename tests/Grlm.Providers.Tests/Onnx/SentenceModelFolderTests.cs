namespace Grlm.Providers.Tests;

public sealed class SentenceModelFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grlm-onnx-").FullName;

    public SentenceModelFolderTests()
    {
        Write("model.onnx", "");
        Write("tokenizer.json", "{}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("cls_token", nameof(Pooling.FirstToken))]
    [InlineData("lasttoken", nameof(Pooling.LastToken))]
    [InlineData("mean_tokens", nameof(Pooling.Mean))]
    [InlineData("max_tokens", nameof(Pooling.Maximum))]
    public void Read_TakesPoolingLengthAndNormalisation_FromTheModelsFiles(string mode, string pooling)
    {
        Write("modules.json",
            """[{"type": "a.Transformer", "path": ""}, {"type": "a.Pooling", "path": "1_Pooling"}, {"type": "a.Normalize", "path": "2"}]""");
        Write("1_Pooling/config.json",
            $$"""{"pooling_mode_{{mode}}": true, "pooling_mode_weightedmean_tokens": false, "word_embedding_dimension": 8}""");
        Write("sentence_bert_config.json", """{"max_seq_length": 77}""");
        var folder = SentenceModelFolder.Read(_folder);
        Assert.Equal((pooling, true, 77), (folder.Pooling.ToString(), folder.Normalizes, folder.MaximumLength));
    }

    [Fact]
    public void Read_FallsBackToMeanAndTheTokenizersLength()
    {
        Write("tokenizer_config.json", """{"model_max_length": 1000000000000000019884624838656}""");
        Write("config.json", """{"max_position_embeddings": 130}""");
        var folder = SentenceModelFolder.Read(_folder);
        Assert.Equal((Pooling.Mean, false, 130), (folder.Pooling, folder.Normalizes, folder.MaximumLength));
    }

    [Theory]
    [InlineData("""[{"type": "a.Dense", "path": "1"}]""", "{}", "a.Dense")]
    [InlineData("""[{"type": "a.Pooling", "path": "1_Pooling"}]""",
        """{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": true}""", "mean_tokens, cls_token")]
    [InlineData("[", "{}", "modules.json")]
    public void Read_RefusesWhatItCannotDo(string modules, string pooling, string problem)
    {
        Write("modules.json", modules);
        Write("1_Pooling/config.json", pooling);
        Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => SentenceModelFolder.Read(_folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamesTheFileThatIsMissing()
    {
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        Assert.Contains("tokenizer.json", Assert.Throws<MissingPrerequisiteException>(() => SentenceModelFolder.Read(_folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOf_AsksForTheFolder()
        => Assert.Throws<InvalidOptionsException>(
            () => new OnnxProvider().FilesOf(new EmbedOptions { Provider = "onnx", Model = "x" }));

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
