namespace Grlm.Providers.Tests;

public sealed class WordPieceTokenizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grlm-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("play", new[] { 1, 4, 2 })]
    [InlineData("Played", new[] { 1, 4, 5, 2 })]
    [InlineData("plàyed.", new[] { 1, 4, 5, 6, 2 })]
    [InlineData("playfed", new[] { 1, 3, 2 })]
    [InlineData("日play", new[] { 1, 7, 4, 2 })]
    [InlineData("play[MASK]play", new[] { 1, 4, 8, 4, 2 })]
    [InlineData("pl\u00ADay\u0000 \u200B", new[] { 1, 4, 2 })]
    [InlineData("playplayplay", new[] { 1, 3, 2 })]
    [InlineData("", new[] { 1, 2 })]
    public void Encode_SplitsWordsIntoTheLongestPieces(string text, int[] tokens)
        => Assert.Equal(tokens, Tokenizer().Encode(text, 16));

    [Theory]
    [InlineData(16, new[] { 1, 4, 5, 4, 5, 2 })]
    [InlineData(5, new[] { 1, 4, 5, 4, 2 })]
    [InlineData(2, new[] { 1, 2 })]
    public void Encode_CutsTheText_AndKeepsTheSpecialTokens(int length, int[] tokens)
        => Assert.Equal(tokens, Tokenizer().Encode("played played", length));

    [Theory]
    [InlineData("{", "not what it should be")]
    [InlineData("""{"model": {"type": "BPE"}}""", "WordPiece")]
    [InlineData("""{"model": {"type": "WordPiece"}}""", "not what it should be")]
    public void Read_RefusesAnythingElse(string content, string problem)
    {
        var file = Path.Combine(_folder, "tokenizer.json");
        File.WriteAllText(file, content);
        Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => WordPieceTokenizer.Read(file)).Message,
            StringComparison.Ordinal);
    }

    private WordPieceTokenizer Tokenizer()
    {
        var file = Path.Combine(_folder, "tokenizer.json");
        File.WriteAllText(file, """
            {
              "added_tokens": [{"id": 0, "content": "[PAD]"}, {"id": 8, "content": "[MASK]"}],
              "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
              "post_processor": {
                "type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "[CLS]"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "[SEP]"}}],
                "special_tokens": {"[CLS]": {"ids": [1]}, "[SEP]": {"ids": [2]}}
              },
              "model": {
                "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10,
                "vocab": {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "play": 4, "##ed": 5, ".": 6, "日": 7, "[MASK]": 8, "##play": 9}
              }
            }
            """);
        return WordPieceTokenizer.Read(file);
    }
}
