namespace Grlm.LanguageModels.Tests;

public sealed class HubOptionsTests
{
    [Theory]
    [InlineData("/c", "HF_HUB_CACHE=/c", "HF_HOME=/h", "XDG_CACHE_HOME=/x")]
    [InlineData("/h/hub", "HF_HOME=/h", "XDG_CACHE_HOME=/x")]
    [InlineData("/x/huggingface/hub", "XDG_CACHE_HOME=/x")]
    [InlineData("~/.cache/huggingface/hub")]
    [InlineData("~/.cache/huggingface/hub", "HF_HOME= ")]
    public void TheCache_IsWhereHuggingFacesToolsHaveIt(string folder, params string[] variables)
        => Assert.Equal(
            Path.GetFullPath(
                folder.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal)),
            Read(variables).CacheFolder);

    [Fact]
    public void TheRest_IsReadFromTheEnvironment()
    {
        var options = Read("HF_ENDPOINT=https://mirror.example/hf/", "HF_TOKEN= hf_abc ", "HF_HUB_OFFLINE=1");
        Assert.Equal(("https://mirror.example/hf", "hf_abc", true), (options.Endpoint.ToString(), options.Token, options.Offline));
        var usual = Read();
        Assert.Equal(("https://huggingface.co/", null, false), (usual.Endpoint.ToString(), usual.Token, usual.Offline));
    }

    [Theory]
    [InlineData("mirror.example")]
    [InlineData("ftp://mirror.example")]
    [InlineData("file:///hub")]
    [InlineData("https://user:password@mirror.example")]
    public void AnEndpointThatIsNoAddress_IsRefused(string endpoint)
        => Assert.Contains("HF_ENDPOINT", Assert.Throws<InvalidOptionsException>(() => Read($"HF_ENDPOINT={endpoint}")).Message,
            StringComparison.Ordinal);

    private static HubOptions Read(params string[] variables)
    {
        var values = variables.ToDictionary(variable => variable[..variable.IndexOf('=', StringComparison.Ordinal)],
            variable => variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return HubOptions.FromEnvironment(values.GetValueOrDefault);
    }
}
