using System.Text;
using CsCheck;

namespace Grlm.Import.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\r\nb\n\nc\r\n", new[] { "a", "b", "", "c" })]
    [InlineData("\uFEFFa\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    public void Read_GivesLinesWithoutTheirEnds(string text, string[] lines)
    {
        Assert.Equal(lines, ReadAll(text, gzip: false));
        Assert.Equal(lines, ReadAll(text, gzip: true));
    }

    [Fact]
    public void Read_GivesTheLinesOfAnyText_WhereverTheBufferEnds()
    {
        // Lines around the size of a read, so that their ends and multi-byte characters fall on its edges.
        var line = Gen.Select(Gen.Char['a', 'z'], Gen.OneOf(Gen.Int[0, 50], Gen.Int[65_400, 65_600], Gen.Int[131_000, 131_100]),
            (letter, length) => new string(letter, length) + "é€");
        line.List[1, 8].Sample(lines =>
        {
            var text = string.Join('\n', lines);
            Assert.Equal(lines, ReadAll(text, gzip: false));
            Assert.Equal(lines, ReadAll(text, gzip: true));
        }, iter: 20, threads: 1);
    }

    [Fact]
    public void Read_TakesALineOfTheGreatestLengthAndRefusesOneByteMore()
    {
        var longest = new string('x', LineReader.MaximumLineLength);

        Assert.Equal(["a", longest, "b"], ReadAll($"a\n{longest}\r\nb", gzip: false));
        Assert.Equal(["a", "b"], ReadAll($"a\n{longest}x\nb", gzip: false, "line too long"));
        Assert.Equal(["a"], ReadAll($"a\n{longest}x", gzip: false, "line too long"));
    }

    [Fact]
    public void Read_OfALineThatNeverEnds_ReadsOnInConstantMemory()
    {
        using var import = new TestImport();
        var path = import.PathOf("i.jsonl");
        using (var file = File.Create(path))
        {
            file.SetLength(64 << 20);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var faults = new RowFaults(lenient: true);
        using (var reader = new LineReader(InputFile.OfItems(path),
            faults, new ImportProgress(new TestImport.Progress(), CancellationToken.None)))
        {
            Assert.False(reader.Read());
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * LineReader.MaximumLineLength);
        Assert.Equal([new("line too long", 1)], faults.Dropped);
    }

    [Fact]
    public void Read_OfDamagedGzip_NeverFailsInAnotherWayThanItSays()
    {
        var whole = TestImport.Gzip(string.Concat(Enumerable.Range(0, 3_000).Select(row => $"{row * 7919 % 10007} and more text\n")));
        Gen.Select(Gen.Int[10, whole.Length - 1], Gen.Byte[1, 255]).Sample((place, change) =>
        {
            var damaged = whole.ToArray();
            damaged[place] ^= change;
            using var import = new TestImport();
            var file = InputFile.OfItems(import.Write("i.jsonl.gz", damaged));
            var faults = new RowFaults(lenient: true);
            try
            {
                using var reader = new LineReader(file, faults, new ImportProgress(new TestImport.Progress(), CancellationToken.None));
                while (reader.Read())
                {
                }

                Assert.NotEmpty(faults.Dropped);
            }
            catch (InvalidInputException)
            {
                // Nothing of the file could be read.
            }
        }, iter: 300, threads: 1);
    }

    private static InputFile FileOf(string path, bool gzip)
        => new(path, FileContent.Items, new FileForm { Format = InputFormat.JsonLines, IsGzip = gzip }, new FileInfo(path).Length,
            FormHints.None);

    private static List<string> ReadAll(string text, bool gzip, string? dropped = null)
    {
        using var import = new TestImport();
        var path = gzip ? import.Write("i.jsonl.gz", TestImport.Gzip(text)) : import.Write("i.jsonl", text);
        var faults = new RowFaults(dropped is not null);
        var lines = new List<string>();
        using (var reader = new LineReader(FileOf(path, gzip),
            faults, new ImportProgress(new TestImport.Progress(), CancellationToken.None)))
        {
            while (reader.Read())
            {
                lines.Add(Encoding.UTF8.GetString(reader.Line.Span));
            }
        }

        Assert.Equal(dropped is null ? [] : [dropped], faults.Dropped.Keys);
        return lines;
    }
}
