namespace Grlm.Tests;

public sealed class CharacterReferencesTests
{
    [Theory]
    [InlineData("Ardo &amp; Sons &quot;No. 1&quot; &ndash; 1&nbsp;L", "Ardo & Sons \"No. 1\" – 1\u00a0L")]
    [InlineData("Belk&#39;s &#x27;n&#X27; Belk&apos;s", "Belk's 'n' Belk's")]
    [InlineData("caf&eacute; 3&deg; &lt;3 &trade;", "café 3° <3 ™")]
    [InlineData("Belk&#146;s &#151; &#x99;", "Belk’s — ™")]
    [InlineData("wow&excl; 5&percnt; &lpar;new&rpar;&comma; &AMP;", "wow! 5% (new), &")]
    [InlineData("&#128512;", "😀")]
    public void Decode_ReadsNamedAndNumberedReferences(string text, string decoded)
    => Assert.Equal(decoded, CharacterReferences.Decode(text));

    [Theory]
    [InlineData("&amp;quot;", "&quot;")]
    [InlineData("&amp;amp;", "&amp;")]
    [InlineData("&#38;lt;", "&lt;")]
    public void Decode_DecodesOnce(string text, string decoded) => Assert.Equal(decoded, CharacterReferences.Decode(text));

    [Theory]
    [InlineData("AT&T")]
    [InlineData("R&D; Lab")]
    [InlineData("a &lt b")]
    [InlineData("&copy 2014, &copyright;")]
    [InlineData("fish&chips;")]
    [InlineData("&;&#;&#x;&&")]
    [InlineData("&#0;&#27;&#129;&#xD800;&#x110000;&#9999999;")]
    [InlineData("?a=1&b=2;&amplifier=3")]
    public void Decode_LeavesWhatIsNoReference(string text) => Assert.Equal(text, CharacterReferences.Decode(text));
}
