using CsCheck;

namespace Grlm.Tests;

public sealed class TermIndexFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string IndexPath => _folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIndex);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AMappedLibrary_AnswersAsTheOneItWasMadeFrom()
        => Gen.Select(Libraries.TermIds, Gen.Int[0, 5].Array[5], Gen.Int[0, 3].Array[41]).Sample((termIds, slots, counts) =>
        {
            var popularity = counts[..termIds.Length];
            Write(termIds, popularity);
            var (made, mapped) = (new TermLibrary(termIds), Open(termIds.Length)!);
            var generated = new TermId([.. slots.Take(made.Length).Select(term => $"t{term}")]);

            Assert.Equal((made.Length, made.ItemCount, made.Version), (mapped.Length, mapped.ItemCount, mapped.Version));
            Assert.Equal(made.Terms, mapped.Terms);
            Assert.Equal(made.Trie.Items.ToArray(), mapped.Trie.Items.ToArray());
            Assert.Equal(termIds, Enumerable.Range(0, termIds.Length).Select(mapped.TermIdOf));
            Assert.Equal(made.ItemsOf(generated).ToArray(), mapped.ItemsOf(generated).ToArray());
            Assert.Equal(new StructuralMapping(made, popularity).Find(generated, 10),
                new StructuralMapping(mapped, popularity).Find(generated, 10));
            // Another popularity than the stored one gives another order.
            int[] other = [.. popularity.Select(count => 3 - count)];
            Assert.Equal(new StructuralMapping(made, other).Find(generated, 10), new StructuralMapping(mapped, other).Find(generated, 10));
        }, threads: 1);

    [Fact]
    public void TryOpen_RefusesAFileWithAnyByteChangedOrMissing()
    {
        Write([new("a", "b"), null, new("a", "c")], [1, 2, 3]);
        var bytes = File.ReadAllBytes(IndexPath);
        foreach (var place in Enumerable.Range(0, bytes.Length).Where(place => place is < 8 or >= 12)) // not the version
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= 0x10;
            File.WriteAllBytes(IndexPath, damaged);
            Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => Open(3)).Message, StringComparison.Ordinal);
        }

        foreach (var length in new[] { 1, 8, 191, 192, bytes.Length - 1 })
        {
            File.WriteAllBytes(IndexPath, bytes[..length]);
            Assert.Throws<InvalidInputException>(() => Open(3));
        }
    }

    [Fact]
    public void TryOpen_PassesOver_WhatIsOfAnotherFormatCatalogOrTable()
    {
        Write([new("a", "b"), new("a", "c")], [0, 0]);
        Assert.NotNull(Open(2));
        Assert.Null(Open(3));
        var bytes = File.ReadAllBytes(IndexPath);
        bytes[8]++;
        File.WriteAllBytes(IndexPath, bytes);
        Assert.Null(Open(2));
        bytes[8]--;
        File.WriteAllBytes(IndexPath, bytes);
        Assert.NotNull(Open(2));
        File.AppendAllText(_folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds), "x");
        Assert.Null(Open(2));
        File.Delete(IndexPath);
        Assert.Null(Open(2));
    }

    [Fact]
    public void Write_MakesTheSameBytes_FromTheSameTermIds()
    {
        Write([new("a", "b"), new("c", "b")], [1, 2]);
        var first = File.ReadAllBytes(IndexPath);
        Write([new("a", "b"), new("c", "b")], [1, 2]);
        Assert.Equal(first, File.ReadAllBytes(IndexPath));
    }

    private void Write(TermId?[] termIds, int[] popularity)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(IndexPath)!);
        File.WriteAllText(_folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds), "stands for the table");
        TermIndexFile.Write(_folder.Workspace.PathOf(ArtifactNames.Terms), Catalogs.OfSize(termIds.Length), termIds, popularity);
    }

    private TermLibrary? Open(int items) => TermIndexFile.TryOpen(_folder.Workspace.PathOf(ArtifactNames.Terms), Catalogs.OfSize(items));
}
