using System.Text;
using CsCheck;

namespace Grlm.Tests;

public sealed class RedactorTests
{
    private const string Key = "sk-proj-9Xz+/Q0123456789abcdefghij";

    private static readonly Gen<string> _keys = Gen.String[Gen.Char["abcXYZ0189-_+/=~."], 20, 60];

    [Fact]
    public void Redact_LeavesNoPartOfAKey_InWhateverForm()
    => Gen.Select(_keys, Gen.String[0, 20], Gen.String[0, 20]).Sample((key, before, after) =>
    {
        var redactor = new Redactor(key);
        var bytes = Encoding.UTF8.GetBytes($"{before}{key}{after}");
        foreach (var said in (string[])[key, Uri.EscapeDataString(key), key.ToUpperInvariant(), Convert.ToBase64String(bytes),
            key[..15], key[5..18]])
        {
            var told = redactor.Redact($"it is '{said}', as you know");
            Assert.DoesNotContain(said, told, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("***", told, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Redact_LeavesOtherTextsAsTheyAre()
        => Gen.String[0, 200].Sample(text => Assert.Equal(text, new Redactor("0123456789abcdef#").Redact(text)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("ollama")]
    public void Redact_KnowsThatAWordIsNoSecret(string? key)
    => Assert.Equal("none of ollama's", new Redactor(key).Redact("none of ollama's"));

    [Fact]
    public void Quote_IsOneLineOfBoundedLength_InWholeCharacters_WithoutTheKeyAtItsCut()
    {
        for (var before = 0; before < 2_600; before += 7)
        {
            var quoted = new Redactor(Key).Quote($"{new string('x', before)}\r\n\e[2J {Key} {string.Concat(Enumerable.Repeat("😀", 300))}");
            Assert.InRange(quoted.Length, 1, Redactor.LongestQuotation);
            Assert.DoesNotContain(quoted, letter => char.IsControl(letter));
            Assert.DoesNotContain(Key[..12], quoted, StringComparison.Ordinal);
            Assert.Equal(quoted, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(quoted)));
        }
    }

    [Fact]
    public void Redact_OfAnError_KeepsItsKindAndCode_AndDropsACauseThatTells()
    {
        var error = new MissingPrerequisiteException("It failed.", new IOException($"with {Key}")) { KeepsWork = true };
        var redacted = new Redactor(Key).Redact(error);
        Assert.Equal((4, true, "It failed."), (redacted.ExitCode, redacted.KeepsWork, redacted.Message));
        Assert.DoesNotContain(Key, redacted.ToString(), StringComparison.Ordinal);
        Assert.Same(error, Redactor.None.Redact(error));
        Assert.Equal(3, new Redactor(Key).Redact(new InvalidInputException(Key)).ExitCode);
    }

    [Fact]
    public void RedactorOf_KnowsNameAndPasswordOfABasicKey()
    {
        var redactor = ServerKey.RedactorOf($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("somebody:pass-word-of-somebody"))}");
        Assert.Equal("no ***", redactor.Redact("no pass-word-of-somebody"));
    }
}
