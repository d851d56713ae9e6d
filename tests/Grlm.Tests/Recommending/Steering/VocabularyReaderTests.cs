namespace Grlm.Tests;

public sealed class VocabularyReaderTests
{
    private static readonly TermLibrary _library = new(
    [
        new TermId("tent", "four-person", "red", "trekking"),
        new TermId("hiking-boot", "waterproof", "leather", "unspecified"),
        new TermId("hiking-pole", "carbon", "red", "trekking"),
        new TermId("kettle", "pour-over", "colour", "gooseneck"),
    ]);

    private static readonly VocabularyReader _reader = new(_library);

    [Theory]
    [InlineData("tent", "tent")]
    [InlineData("Tents", "tent")]
    [InlineData("a four person tent", "four-person|tent")]
    [InlineData("pour over", "pour-over")]
    [InlineData("pourover kettles", "pour-over|kettle")]
    [InlineData("hiking", "hiking-boot,hiking-pole")]
    [InlineData("hiking boots", "hiking-boot")]
    [InlineData("waterprof", "waterproof")]
    [InlineData("gosenecks", "gooseneck")]
    [InlineData("color", "colour")]
    [InlineData("red & leather", "red|leather")]
    [InlineData("tent without leather", "tent")]
    [InlineData("not", "")]
    [InlineData("unspecified", "")]
    [InlineData("the", "")]
    [InlineData("", "")]
    public void Read_FindsTheTermsThatAreMeant(string text, string expected)
        => Assert.Equal(
            expected, string.Join('|', _reader.Describe(_reader.Read(text)).Terms.Select(group => string.Join(',', group))));

    [Fact]
    public void Read_SaysWhichWordsItDoesNotKnow()
        => Assert.Equal(["zeppelin", "xyz", "not too red"], _reader.Read("a zeppelin tent, xyz, not too red").Unknown);

    [Fact]
    public void SharesOf_WeighsWhatFewItemsMeet()
    {
        var shares = _reader.SharesOf(_reader.Read("red tent"), new LiveTermLibrary(_library, new int[4]));
        Assert.Equal(1, shares[0]);
        Assert.InRange(shares[2], 0.1, 0.5);
        Assert.DoesNotContain(1, shares.Keys);
    }

    [Fact]
    public void SharesOf_SeesItemsThatAreNew()
    {
        var terms = new LiveTermLibrary(_library, new int[4]);
        var item = terms.Add(new TermId("tent", "carbon", "red", "unspecified"));
        var shares = _reader.SharesOf(_reader.Read("red tents"), terms);
        Assert.Equal(1, shares[item]);
        Assert.InRange(_reader.SharesOf(_reader.Read("red kettle"), terms)[item], 0.1, 0.9);
    }
}
