using Xunit;

namespace Grlm.Samples;

public sealed class ShopperGeneratorTests
{
    [Fact]
    public void Generate_MakesTheSameShoppersFromTheSameSeed()
        => Assert.Equal(SequencesFile.Text(Generate(seed: 3)), SequencesFile.Text(Generate(seed: 3)));

    [Fact]
    public void Generate_MakesOtherShoppersFromAnotherSeed()
        => Assert.NotEqual(SequencesFile.Text(Generate(seed: 3)), SequencesFile.Text(Generate(seed: 4)));

    [Fact]
    public void Generate_RefusesToMakeNobody()
        => Assert.Throws<InvalidOptionsException>(() => ShopperGenerator.Read(SampleFolder.Catalog, seed: 3).Generate(0));

    [Fact]
    public void Read_NamesTheFileThatIsMissing()
    {
        var exception = Assert.Throws<InvalidInputException>(() => ShopperGenerator.Read(SampleFolder.Configs, seed: 3));

        Assert.Contains(IntentBook.FileName, exception.Message);
    }

    [Fact]
    public void Text_HasALineAShopperWithUsersFromOne()
        => Assert.Equal("1 K-0001 O-0002\n2 G-0003\n", SequencesFile.Text([["K-0001", "O-0002"], ["G-0003"]]));

    private static IReadOnlyList<IReadOnlyList<string>> Generate(int seed)
        => ShopperGenerator.Read(SampleFolder.Catalog, seed).Generate(50);
}
