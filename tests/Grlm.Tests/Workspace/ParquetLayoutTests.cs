using CsCheck;

namespace Grlm.Tests;

public sealed class ParquetLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_TakesWhatIsWhole_AndReadingWhatIsDamagedAlwaysComesToAnEnd()
    {
        var catalog = Catalogs.OfSize(30);
        var path = Path.Combine(_folder.Root, "ids.parquet");
        await TermIdTable.WriteAsync(path, catalog, [.. Enumerable.Range(0, 30).Select(item => new TermId("a", $"b{item}", "c"))],
            TestContext.Current.CancellationToken);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(30, Read(path));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample(
            (place, value, kind) =>
            {
                var damaged = kind switch
                {
                    0 => whole[..place],
                    1 => [.. whole, .. whole[place..]],
                    2
                        => [.. whole[..place], .. new byte[Math.Min(64, whole.Length - place)],
                            .. whole[Math.Min(place + 64, whole.Length)..]],
                    _ => [.. whole[..place], value, .. whole[(place + 1)..]],
                };
                File.WriteAllBytes(path, damaged);
                try
                {
                    Read(path);
                }
                catch (InvalidInputException error)
                {
                    Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain("Exception", error.Message, StringComparison.Ordinal);
                }
            },
            iter: 400,
            threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1\0\0\0\0PAR1")]
    [InlineData("PAR1....\uffff\uffffPAR1")]
    [InlineData("0123456789abcdef")]
    public void Check_RefusesWhatIsNone(string content)
        => Assert.Throws<InvalidDataException>(() => ParquetLayout.Check(new MemoryStream([.. content.Select(letter => (byte)letter)])));

    private static int Read(string path)
        => TermIdTable.ReadAsync(path, CancellationToken.None).ToBlockingEnumerable(CancellationToken.None).Count();
}
