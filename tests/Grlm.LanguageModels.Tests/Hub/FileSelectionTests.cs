namespace Grlm.LanguageModels.Tests;

public sealed class FileSelectionTests
{
    private static readonly string[] Repository =
    [
        ".gitattributes", "LICENSE", "README.md", "added_tokens.json", "chat_template.jinja", "config.json", "consolidated.safetensors",
        "generation_config.json",
        "merges.txt", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json",
        "onnx/config.json", "onnx/model.onnx",
        "original/model.safetensors", "pytorch_model.bin", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json",
        "vocab.json",
    ];

    [Fact]
    public void TheUsualFiles_AreConfigurationTokenizerAndSafetensors()
        => Assert.Equal(
            [
                "added_tokens.json", "chat_template.jinja", "config.json", "generation_config.json", "merges.txt",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors", "model.safetensors.index.json", "special_tokens_map.json", "tokenizer.json",
                "tokenizer_config.json", "vocab.json",
            ],
            Select(new PullOptions(), Repository));

    [Fact]
    public void Include_ReplacesTheUsualFiles_AndExcludeTakesAway()
        => Assert.Equal(["onnx/config.json"], Select(new PullOptions { Include = ["onnx/*"], Exclude = ["*.onnx"] }, Repository));

    [Fact]
    public void Exclude_AppliesToTheUsualFiles()
        => Assert.DoesNotContain("merges.txt", Select(new PullOptions { Exclude = ["merges.*"] }, Repository));

    [Fact]
    public void PatternsThatLeaveNothing_AreAnError()
        => Assert.Contains("option 'include'",
            Assert.Throws<InvalidOptionsException>(() => Select(new PullOptions { Include = ["*.zip"] }, Repository)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("for example 'tiny-q4.gguf'", "config.json", "tiny-q8.gguf", "tiny-q4.gguf")]
    [InlineData("pytorch_model.bin", "config.json", "pytorch_model.bin")]
    [InlineData("no weights", "config.json", "original/model.safetensors")]
    [InlineData("no weights")]
    public void ARepositoryWithoutSafetensors_IsToldWhatItHas(string told, params string[] files)
        => Assert.Contains(told, Assert.Throws<InvalidInputException>(() => Select(new PullOptions(), files)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void TheOnlyQuantizedFile_IsTaken_WhereThereAreNoOtherWeights()
        => Assert.Equal(["config.json", "tiny-q8.gguf"],
            Select(new PullOptions(), "README.md", "config.json", "pytorch_model.bin", "tiny-q8.gguf"));

    [Fact]
    public void TheOnlyQuantizedFileThatIsNotLeftOut_IsTaken()
        => Assert.Equal(["tiny-q8.gguf"], Select(new PullOptions { Exclude = ["*q4*"] }, "tiny-q4.gguf", "tiny-q8.gguf"));

    [Fact]
    public void QuantizedFiles_ComeWithInclude()
        => Assert.Equal(["tiny-q4.gguf"],
            Select(new PullOptions { Include = ["*-q4.gguf"] }, "config.json", "tiny-q8.gguf", "tiny-q4.gguf"));

    private static IReadOnlyList<string> Select(PullOptions options, params string[] files)
        => new FileSelection(options).Of(files, "acme/tiny");
}
