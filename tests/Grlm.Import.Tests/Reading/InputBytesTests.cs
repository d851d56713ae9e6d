using System.IO.Compression;

namespace Grlm.Import.Tests;

public sealed class InputBytesTests
{
    [Theory]
    [InlineData((byte)'\n', false)]
    [InlineData((byte)'\n', true)]
    [InlineData((byte)0, true)]
    public void Import_OfAFileThatUnpacksWithoutEnd_StopsAtABound_AndShowsHowFarItIs(byte filling, bool lenient)
    {
        using var import = new TestImport();
        var bomb = import.PathOf("bomb.jsonl.gz");
        using (var gzip = new GZipStream(File.Create(bomb), CompressionLevel.SmallestSize))
        {
            var piece = new byte[1 << 20];
            piece.AsSpan().Fill(filling);
            for (var written = 0; written < 100; written++)
            {
                gzip.Write(piece);
            }
        }

        var progress = new TestImport.Progress();
        var options = new ImportOptions { Items = bomb, Interactions = import.Write("s.txt", "1 a\n"), Lenient = lenient };

        var error = Assert.Throws<InvalidInputException>(() => import.Run(options, progress, CancellationToken.None));

        Assert.Contains("bomb.jsonl.gz: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("unpack it and give what comes out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OfTextThatPacksWell_IsNoBomb()
    {
        using var import = new TestImport();
        var items = import.Write("i.csv", "item_id\na\n");
        var report = import.Run(items,
            import.Write("s.csv.gz",
                TestImport.Gzip("user_id,item_id,timestamp\n" +
                    string.Concat(Enumerable.Range(0, 200_000).Select(row => $"1,a,{1_400_000_000 + row}\n")))));

        Assert.Equal(200_000, report.Interactions);
    }
}
