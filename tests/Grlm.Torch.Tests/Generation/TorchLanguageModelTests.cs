namespace Grlm.Torch.Tests;

/// <summary>Terms by the real model in this process.</summary>
public sealed class TorchLanguageModelTests
{
    private static readonly Catalog _catalog = new(
    [
        new Item("0", "Swingline stapler, full strip, black", "Swingline", [["Office", "Staplers"]], "A stapler for desk use."),
        new Item("1", "Notebook", "", [], ""),
    ]);

    [Fact]
    public async Task EveryFirstAnswer_IsATermId_BecauseItIsHeldToOne()
    {
        var model = Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/config.json"))!;
        using var folder = new TemporaryFolder();
        var options = new TermsOptions { Provider = "torch", Model = model, Device = "cpu", Threads = 2 };
        var models = new TermProviders(
            new Dictionary<string, Func<ILanguageModelSource>> { ["torch"] = () => new TorchLanguageModel() });
        var context = new TermContext(_catalog, NeighborTable.Empty(2),
            new StageContext(new GrlmWorkspace(folder.Root), folder.Root, new Progress<StageProgress>()));
        var provider = models.ProviderOf(options, context);
        using var disposed = (IDisposable)provider;

        await foreach (var proposal in provider.ProposeAsync([TermRequest.For(0), TermRequest.For(1)],
            TestContext.Current.CancellationToken))
        {
            Assert.Equal((1, null), (proposal.Attempts, proposal.Failure));
            Assert.Null(TermValidation.Check(proposal.Terms, TermId.DefaultLength, out _));
        }

        Assert.Equal(2, provider.Usage!.Calls);
        Assert.StartsWith($"torch:{Path.GetFileName(model)}@", provider.Usage.Model, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOf_NamesWeightsConfigurationAndTokenizer()
    {
        var config = Repository.SharedFile("models/SmolLM2-135M-Instruct/config.json");
        var files = new TorchLanguageModel().FilesOf(new TermsOptions { Model = Path.GetDirectoryName(config) });
        Assert.Contains(config, files);
        Assert.Contains(files, file => Path.GetFileName(file) == "tokenizer.json");
        Assert.Contains(files, file => Path.GetExtension(file) is ".gguf" or ".safetensors");
        Assert.All(files, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void FilesOf_AsksForAModel()
    {
        Assert.Throws<InvalidOptionsException>(() => new TorchLanguageModel().FilesOf(new TermsOptions()));
        Assert.Throws<MissingPrerequisiteException>(() => new TorchLanguageModel().FilesOf(new TermsOptions { Model = "no-where/at-all" }));
    }
}
