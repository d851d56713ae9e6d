namespace Grlm.LanguageModels.Tests;

public sealed class ModelReferenceTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnExistingPath_IsTakenAsItIs()
    {
        Directory.CreateDirectory(_folder.PathOf("acme/tiny"));
        Assert.Equal(_folder.PathOf("acme/tiny"), Resolve("acme/tiny"));
        Assert.Equal(_folder.PathOf("acme/tiny"), Resolve(_folder.PathOf("acme/tiny")));
    }

    [Theory]
    [InlineData("acme/tiny")]
    [InlineData("acme/tiny@" + Commit)]
    public void AModelInTheCache_IsItsSnapshot(string text)
    {
        var snapshot = Directory.CreateDirectory(_folder.PathOf($"cache/models--acme--tiny/snapshots/{Commit}")).FullName;
        Directory.CreateDirectory(_folder.PathOf("cache/models--acme--tiny/refs"));
        File.WriteAllText(_folder.PathOf("cache/models--acme--tiny/refs/main"), $"{Commit}\n");
        Assert.Equal(snapshot, Resolve(text));
    }

    [Theory]
    [InlineData("acme/tiny", "Pull model 'acme/tiny'")]
    [InlineData("acme/tiny@v1", "Pull model 'acme/tiny@v1'")]
    [InlineData("./acme/tiny", "There is no model at")]
    public void WhatIsNotThere_IsAnErrorWithTheCommand(string text, string told)
        => Assert.Contains(told, Assert.Throws<MissingPrerequisiteException>(() => Resolve(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AReferenceToNowhere_IsNotFollowed()
    {
        Directory.CreateDirectory(_folder.PathOf("cache/models--acme--tiny/refs"));
        File.WriteAllText(_folder.PathOf("cache/models--acme--tiny/refs/main"), "../../../..");
        Assert.Throws<MissingPrerequisiteException>(() => Resolve("acme/tiny"));
    }

    private string Resolve(string text)
        => ModelReference.Resolve(text, _folder.Root, new HubOptions { CacheFolder = _folder.PathOf("cache") });
}
