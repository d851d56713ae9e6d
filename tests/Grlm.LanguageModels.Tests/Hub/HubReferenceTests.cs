using CsCheck;

namespace Grlm.LanguageModels.Tests;

public sealed class HubReferenceTests
{
    [Theory]
    [InlineData("Qwen/Qwen3-0.6B", "Qwen/Qwen3-0.6B", "main")]
    [InlineData("gpt2", "gpt2", "main")]
    [InlineData("a/b@v1.0", "a/b", "v1.0")]
    [InlineData("a/b@refs/pr/7", "a/b", "refs/pr/7")]
    public void Parse_ReadsRepositoryAndRevision(string text, string repository, string revision)
    {
        var reference = HubReference.Parse(text);
        Assert.Equal((repository, revision), (reference.Repository, reference.Revision));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b..c")]
    [InlineData("a--b")]
    [InlineData("/b")]
    [InlineData("a/")]
    [InlineData("a b/c")]
    [InlineData("a\\b")]
    [InlineData("a/b\n")]
    [InlineData("a/b@")]
    [InlineData("a/b@../../main")]
    [InlineData("a/b@/main")]
    [InlineData("a/b@x/../y")]
    [InlineData("a/b@C:x")]
    [InlineData("a/b@main\n")]
    [InlineData("https://huggingface.co/a/b")]
    public void Parse_RefusesWhatCannotBeAName(string text)
        => Assert.Contains("Qwen/Qwen3-0.6B", Assert.Throws<InvalidOptionsException>(() => HubReference.Parse(text)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void WhatIsParsed_StaysBelowTheCache()
        => Gen.String[Gen.Char["ab./\\@-: \u0000"], 1, 12].Sample(text =>
        {
            if (HubReference.TryParse(text) is { } reference)
            {
                var root = Path.GetFullPath("/cache/");
                var cache = new HubCache(root, reference.Repository);
                Assert.StartsWith(root, Path.GetFullPath(cache.BlobPath("tag")), StringComparison.Ordinal);
                Assert.True(HubFileName.IsSafe(reference.Revision));
                Assert.Equal(reference, HubReference.Parse(reference.ToString()));
            }
        });
}
