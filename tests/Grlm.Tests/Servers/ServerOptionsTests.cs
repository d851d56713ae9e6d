namespace Grlm.Tests;

/// <summary>Options that name servers and keys, which must hold no secret themselves.</summary>
public sealed class ServerOptionsTests
{
    [Theory]
    [InlineData("http://localhost:8000/v1")]
    [InlineData("https://there.example/openai/v1/?api-version=2024-10-21-preview")]
    [InlineData("http://[::1]:11434")]
    public void AnAddress_IsTaken(string address)
    {
        OptionsValidation.Validate(new TermsOptions { Endpoint = address });
        OptionsValidation.Validate(new EmbedOptions { Endpoint = address });
        Assert.Equal(new Uri(address), ServerAddress.Parse(address, "--endpoint"));
    }

    [Theory]
    [InlineData("http://user:SECRET0123@localhost:8000/v1")]
    [InlineData("http://SECRET0123@localhost:8000/v1")]
    [InlineData("user:SECRET0123@localhost:8000/v1")]
    [InlineData("https://localhost/v1?key=SECRET0123")]
    [InlineData("https://localhost/v1?a=b&api-key=SECRET0123")]
    [InlineData("https://localhost/v1?access_token=SECRET0123")]
    [InlineData("https://localhost/v1?x=SECRET0123SECRET0123SECRET0123")]
    [InlineData("https://localhost/v1?SECRET0123SECRET0123SECRET0123")]
    [InlineData("https://localhost/v1#SECRET0123")]
    [InlineData("ftp://localhost/SECRET0123")]
    [InlineData("SECRET0123")]
    public void AnAddressWithASecretInIt_IsRefused_AndNotRepeated(string address)
    {
        foreach (var refuse in (Action[])[
            () => OptionsValidation.Validate(new TermsOptions { Endpoint = address }),
            () => OptionsValidation.Validate(new EmbedOptions { Endpoint = address }),
            () => ServerAddress.Parse(address, "HF_ENDPOINT")])
        {
            Assert.DoesNotContain("SECRET0123", Assert.Throws<InvalidOptionsException>(refuse).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", true)]
    [InlineData("GRLM_TEST_KEY_OF_NOBODY", true)]
    [InlineData("PATH", true)] // It is set.
    [InlineData("sk-SECRET0123456789", false)]
    [InlineData("gsk_SECRET0123456789", false)]
    [InlineData("hf_SECRET0123456789abc", false)]
    [InlineData("AKIASECRET0123456789", false)]
    [InlineData("", false)]
    public void AKeyInThePlaceOfItsVariable_IsRefused_AndNotRepeated(string variable, bool isTaken)
    {
        var terms = new TermsOptions { KeyVariable = variable };
        if (isTaken)
        {
            OptionsValidation.Validate(terms);
            return;
        }

        Assert.DoesNotContain("SECRET0123", Assert.Throws<InvalidOptionsException>(() => OptionsValidation.Validate(terms)).ToString(),
            StringComparison.Ordinal);
        Assert.Throws<InvalidOptionsException>(() => OptionsValidation.Validate(new EmbedOptions { KeyVariable = variable }));
    }

    [Theory]
    [InlineData("https://a/x", "https://a:443/y", true)]
    [InlineData("https://A/x", "https://a/x", true)]
    [InlineData("https://a/x", "http://a/x", false)]
    [InlineData("http://a:8000/", "http://a:8001/", false)]
    [InlineData("http://a/", "http://a.b/", false)]
    public void IsSameServer_LooksAtSchemeHostAndPort(string first, string second, bool same)
        => Assert.Equal(same, ServerAddress.IsSameServer(new Uri(first), new Uri(second)));
}
