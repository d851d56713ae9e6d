using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Files that are damaged, hostile, or of a kind that is not known.</summary>
public sealed class TokenizerFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf("tokenizer.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("normalizer", """{"type": "BertNormalizer"}""", "BertNormalizer")]
    [InlineData("normalizer", """{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Nmt"}]}""", "Nmt")]
    [InlineData("pre_tokenizer", """{"type": "Metaspace", "replacement": "▁"}""", "byte-level")]
    [InlineData("pre_tokenizer", "null", "byte-level")]
    [InlineData("pre_tokenizer",
        """{"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "ByteLevel", "add_prefix_space": false}]}""",
        "Whitespace")]
    [InlineData("post_processor", """{"type": "RobertaProcessing"}""", "RobertaProcessing")]
    [InlineData("decoder", """{"type": "WordPiece"}""", "WordPiece")]
    [InlineData("decoder", "null", "null")]
    [InlineData("model", """{"type": "Unigram", "vocab": {}, "merges": []}""", "Unigram")]
    [InlineData("model", """{"type": "BPE", "vocab": {}, "merges": [], "byte_fallback": true}""", "byte_fallback")]
    [InlineData("model", """{"type": "BPE", "vocab": {}, "merges": [], "end_of_word_suffix": "</w>"}""", "</w>")]
    [InlineData("model", """{"type": "BPE", "vocab": {}, "merges": [], "dropout": 0.1}""", "dropout")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["a b"]}""", "not in the vocabulary")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["ab"]}""", "two tokens")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "a": 1}, "merges": []}""", "twice")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}""", "id 0")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 2000000000}, "merges": []}""", "2000000000")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": -1}, "merges": []}""", "-1")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 1e30}, "merges": []}""", "tokenizer.json")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [], "unk_token": "?"}""", "'?'")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}}""", "no merges")]
    [InlineData("model", "[]", "StartObject")]
    [InlineData("model", """{"type": "BPE", "vocab": {"\ud800": 0}, "merges": []}""", "tokenizer.json")]
    [InlineData("added_tokens", """[{"id": 97, "content": "x"}]""", "two ids")]
    [InlineData("added_tokens", """[{"id": 97, "content": "new"}]""", "id 97")]
    [InlineData("added_tokens", """[{"content": "new"}]""", "tokenizer.json")]
    public void Load_RefusesByName(string section, string value, string named)
    {
        // As text, so that what no document could hold reaches the reader.
        var json = TinyTokenizer.Json().With(section, "REPLACED").ToJsonString().Replace("\"REPLACED\"", value);

        var error = Refused(json);

        Assert.Contains(named, error.Message);
        Assert.Contains(FilePath, error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("{\"model\": {\"vocab\": {\"a\": ")]
    public void Load_RefusesWhatIsNoTokenizer(string json) => Assert.Contains(FilePath, Refused(json).Message);

    [Theory]
    [InlineData("{\"pre_tokenizer\": ")]
    [InlineData("{\"model\": {\"vocab\": ")]
    [InlineData("{\"model\": {\"merges\": ")]
    public void Load_RefusesDeepNesting(string start) => Assert.Contains(FilePath, Refused(start + new string('[', 100_000)).Message);

    [Fact]
    public void Load_RefusesASpecialTokenThatTheVocabularyDoesNotKnow()
        => Assert.Contains("<none>",
            Assert.Throws<InvalidInputException>(() => TinyTokenizer.Json().Load(new JsonObject { ["eos_token"] = "<none>" })).Message);

    [Fact]
    public void Load_RefusesADamagedConfiguration()
        => Assert.Contains("tokenizer_config.json",
            Assert.Throws<InvalidInputException>(() => TinyTokenizer.Json().Load(new JsonObject { ["eos_token"] = 5 })).Message);

    [Fact]
    public void Load_OfAFolderWithoutTokenizer_SaysWhatIsMissing()
        => Assert.Contains(FilePath, Assert.Throws<MissingPrerequisiteException>(() => Tokenizer.Load(_folder.Root)).Message);

    [Fact]
    public void Load_RefusesALinkThatLeadsToItself()
    {
        File.CreateSymbolicLink(FilePath, FilePath);

        Assert.Contains(FilePath, Assert.Throws<InvalidInputException>(() => Tokenizer.Load(_folder.Root)).Message);
    }

    [Fact]
    public void Load_OfMutatedFiles_WorksOrSaysThatTheyAreDamaged()
    {
        var json = TinyTokenizer.Json("a b", "ab c", "t h").WithAdded(259, "<e>", "special")
            .With("normalizer", new JsonObject { ["type"] = "NFC" })
            .With("pre_tokenizer", TinyTokenizer.Sequence("pretokenizers", TinyTokenizer.Split(@"\p{L}+|\s+(?!\S)", "Isolated"),
                TinyTokenizer.ByteLevel(useRegex: false)));
        var good = Encoding.UTF8.GetBytes(
            json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 3], Gen.Byte, Gen.Int[1, 40]).Array[1, 4].Sample(
            mutations =>
            {
                File.WriteAllBytes(FilePath,
                    mutations.Aggregate(good,
                        (bytes, mutation) => Mutate(bytes, mutation.Item1, mutation.Item2, mutation.Item3, mutation.Item4)));
                try
                {
                    var tokenizer = Tokenizer.Load(FilePath);
                    tokenizer.Decode(tokenizer.Encode("the abc <e> 𝟘 e\u0301"));
                }
                catch (InvalidInputException exception)
                {
                    Assert.NotEmpty(exception.Message);
                }
            },
            iter: 2000, threads: 1);
    }

    private static byte[] Mutate(byte[] bytes, int at, int kind, byte value, int length)
    {
        at = Math.Min(at, bytes.Length);
        var end = Math.Min(at + length, bytes.Length);
        return kind switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], value, .. bytes[Math.Min(at + 1, bytes.Length)..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            _ => [.. bytes[..end], .. bytes[at..]],
        };
    }

    private InvalidInputException Refused(string json)
    {
        File.WriteAllText(FilePath, json);
        return Assert.Throws<InvalidInputException>(() => Tokenizer.Load(_folder.Root));
    }
}
