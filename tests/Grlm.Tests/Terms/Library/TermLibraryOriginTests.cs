namespace Grlm.Tests;

public sealed class TermLibraryOriginTests : IDisposable
{
    private static readonly Catalog _catalog = new([new("a", "raw soap", "", [], ""), new("b", "large lamp", "", [], "")]);

    private readonly TemporaryFolder _folder = new();
    private readonly TermsStage _stage = new(_ => Catalogs.Unvisited(_catalog), (_, _) => TextNeighbors.Of(_catalog));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CheckReplacement_RefusesToExtractOverImportedTermIds_AndNamesTheWaysToKeepThem()
    {
        var ids = await ImportAsync();
        var error = Assert.Throws<MissingPrerequisiteException>(
            () => TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions()));
        Assert.Contains($"stage 'terms' with option 'termIds' '{ids}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"stage 'terms' with option 'keep' '{_folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds)}'",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("from the beginning", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReplacement_LetsPassWhatSaysWhereItsTermIdsComeFrom()
    {
        var ids = await ImportAsync();
        TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions { TermIds = ids });
        TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions { Keep = ids });
        TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions { Provider = "openai" });
    }

    [Fact]
    public async Task CheckReplacement_LetsPassWhatReplacesExtractedTermIds()
    {
        TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions());
        await RunAsync(new TermsOptions());
        TermLibraryOrigin.CheckReplacement(_folder.Workspace, new TermsOptions { Length = 3 });
    }

    [Fact]
    public async Task VersionOf_AdvisesWhatKeepsImportedTermIds_WhereTheDatasetHasChanged()
    {
        await ImportAsync();
        await new StageRunner().RunAsync(
            new CountingStage("import", "dataset"), new CountingOptions { Value = 2 }, _folder.Workspace, new Progress<StageProgress>(),
            false, TestContext.Current.CancellationToken);
        var advice = Assert.Throws<MissingPrerequisiteException>(() => Artifacts.VersionOf(_folder.Workspace, ArtifactNames.Terms)).Message;
        Assert.Contains("'dataset' has changed since 'terms' was made from it.", advice, StringComparison.Ordinal);
        Assert.Contains("option 'keep'", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Run stage 'terms' again", advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MakesADamagedIndexAgain_FromItsTable_AndSaysSo()
    {
        await ImportAsync();
        var path = _folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIndex);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var notices = new List<string>();
        var workspace = _folder.Workspace with { Notice = notices.Add };
        foreach (var damaged in (byte[]?[])[[.. whole[..40], 9, .. whole[41..]], whole[..100], null])
        {
            File.Delete(path);
            if (damaged is not null)
            {
                await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            }

            notices.Clear();
            Assert.Equal("[soap, raw]",
                TermLibraryReader.Read(workspace, _catalog, _ => Catalogs.Unvisited(_catalog)).TermIdOf(0)!.ToString());
            Assert.Contains(path, Assert.Single(notices), StringComparison.Ordinal);
            Assert.Equal(whole, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        }
    }

    private async Task<string> ImportAsync()
    {
        var ids = _folder.Write("ids.json", """{ "a": ["soap", "raw"], "b": ["lamp", "large"] }""");
        await RunAsync(new TermsOptions { TermIds = ids });
        return ids;
    }

    private async Task RunAsync(TermsOptions options)
    {
        foreach (var (name, folder) in (IEnumerable<(string, string)>)[("import", "dataset"), ("embed", "neighbors")])
        {
            await new StageRunner().RunAsync(
                new CountingStage(name, folder), new CountingOptions(), _folder.Workspace, new Progress<StageProgress>(),
                false, TestContext.Current.CancellationToken);
        }

        await new StageRunner().RunAsync(_stage, options, _folder.Workspace, new Progress<StageProgress>(),
            false, TestContext.Current.CancellationToken);
    }
}
