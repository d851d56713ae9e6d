using CsCheck;

namespace Grlm.Torch.Tests;

/// <summary>SentencePiece's tokenizer in a GGUF file: pieces with scores.</summary>
public sealed class GgufSentencePieceTests : IDisposable
{
    private static readonly string[] _pieces = ["▁", "a", "b", "c", "ab", "▁a", "bc", "▁ab", "abc", "ca", "▁abc", "cab"];
    private static readonly float[] _scores = [-30, -31, -32, -33, -3, -2, -5, -7, -4, -6, -9, -8];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.PathOf("alone.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Encode_JoinsTheNeighboursWhosePieceScoresHighest()
    {
        Write();
        var tokenizer = Tokenizer.Load(File);
        Gen.Char["abc "].Array[0, 24].Sample(letters =>
        {
            var text = new string(letters);
            Assert.Equal(text.Length == 0 ? "" : string.Join('|', Joined($"▁{text.Replace(' ', '▁')}")), tokenizer.Tokens(text));
        });
    }

    [Fact]
    public void Decode_IsTheTextThatWasEncoded()
    {
        Write();
        var tokenizer = Tokenizer.Load(File);

        Assert.Equal("<s>|▁ab|<0xC3>|<0xA9>", tokenizer.Tokens("abé", addSpecialTokens: true));
        TokenizerTexts.Any.Sample(text => Assert.Equal(
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)).Replace('▁', ' '),
            tokenizer.Decode(tokenizer.Encode(text))));
    }

    [Fact]
    public void WithoutASpaceBefore_ATextBeginsAsItIs()
    {
        Write(builder => builder.Add("tokenizer.ggml.add_space_prefix", false).Add("tokenizer.ggml.add_bos_token", false));
        var tokenizer = Tokenizer.Load(File);

        Assert.Equal("ab|▁ab", tokenizer.Tokens("ab ab", addSpecialTokens: true));
        Assert.Equal(" ab", tokenizer.Decode(tokenizer.Encode(" ab")));
    }

    [Fact]
    public void ACopy_LoadsAsTheSameTokenizer()
    {
        Write();
        var copy = Directory.CreateDirectory(_folder.PathOf("copy")).FullName;

        ModelTexts.Of(File).CopyTo(copy);

        Assert.Equal(Tokenizer.Load(File).Fingerprint, Tokenizer.Load(copy).Fingerprint);
        Assert.Equal("▁abc|<0x21>", Tokenizer.Load(copy).Tokens("abc!"));
    }

    [Fact]
    public void AUnigramFile_IsRefusedByItsName()
    {
        System.IO.File.WriteAllBytes(File,
            new GgufBuilder().Add("tokenizer.ggml.model", "t5").Add("tokenizer.ggml.tokens", ["a"]).ToArray());

        Assert.Contains("Unigram", Assert.Throws<InvalidInputException>(() => Tokenizer.Load(File)).Message, StringComparison.Ordinal);
    }

    /// <summary>The two neighbours whose piece scores highest become one, the leftmost of equal ones, until none do.</summary>
    private static List<string> Joined(string text)
    {
        var parts = text.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, parts.Count - 1)).Where(at => _pieces.Contains(parts[at] + parts[at + 1]))
                .OrderByDescending(at => _scores[Array.IndexOf(_pieces, parts[at] + parts[at + 1])]).ThenBy(at => at).Select(at => (int?)at)
                .FirstOrDefault();
            if (best is not { } left)
            {
                return parts;
            }

            parts[left] += parts[left + 1];
            parts.RemoveAt(left + 1);
        }
    }

    private void Write(Action<GgufBuilder>? add = null)
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        var builder = new GgufBuilder().Add("general.architecture", "llama").Add("tokenizer.ggml.model", "llama")
            .Add("tokenizer.ggml.tokens", ["<unk>", "<s>", "</s>", .. bytes, .. _pieces])
            .Add("tokenizer.ggml.token_type", [2, 3, 3, .. bytes.Select(_ => 6), .. _pieces.Select(_ => 1)])
            .Add("tokenizer.ggml.scores", [0, 0, 0, .. bytes.Select(_ => 0f), .. _scores])
            .Add("tokenizer.ggml.bos_token_id", 1u).Add("tokenizer.ggml.eos_token_id", 2u);
        add?.Invoke(builder);
        System.IO.File.WriteAllBytes(File, builder.ToArray());
    }
}
