namespace Grlm.Tests;

/// <summary>When a stage runs, when it is skipped, and what its artifact is made of.</summary>
public sealed class StageRunnerTests : StageRunnerScene
{
    [Fact]
    public async Task Run_WritesTheArtifactAndItsManifest()
    {
        var input = WriteOutside("items.jsonl", "abc");
        var outcome = await RunAsync(new CountingStage { Inputs = new([], [input]) }, new() { Value = 7, Seed = 5 });

        Assert.False(outcome.Skipped);
        Assert.Equal(new CountingResult(1, 0.25), outcome.Result);
        var manifest = Manifest.Read(Workspace, "ranker");
        Assert.Equal("rank", manifest.Stage);
        Assert.Equal(5, manifest.Seed);
        Assert.Equal(7, manifest.Options.GetProperty("value").GetInt32());
        Assert.Equal(1, manifest.Result.GetProperty("runs").GetInt32());

        // SHA-256 of "abc" (FIPS 180-2, appendix B.1) and of "7".
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", manifest.Inputs[input]);
        var output = Assert.Single(manifest.Outputs);
        Assert.Equal(CountingStage.OutputName, output.Key);
        Assert.Equal(new OutputFile("7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451", 1), output.Value);
        Assert.Equal(["manifest.json", "value.txt"], FilesOf("ranker"));
        Assert.Equal([".lock", "ranker"], EntriesOfWorkspace());
    }

    [Fact]
    public async Task Run_SkipsAnUnchangedStage_AndGivesItsResultAgain()
    {
        var stage = new CountingStage();
        var first = await RunAsync(stage);
        var second = await RunAsync(stage);

        Assert.True(second.Skipped);
        Assert.Equal(first.Result, second.Result);
        Assert.Equal(first.Seconds, second.Seconds);
        Assert.Equal(1, stage.Runs);
    }

    [Fact]
    public async Task Run_TakesOverWhatASiblingHasMadeOfTheSame()
    {
        var stage = new CountingStage();
        var first = await RunAsync(stage);
        var other = new GrlmWorkspace(Path.Combine(Workspace.Root, "other"));
        var runner = new StageRunner(TimeProvider.System, [other, Workspace]);

        var same = await runner.RunAsync(stage, new CountingOptions(), other, new Progress<StageProgress>(), force: false,
            CancellationToken.None);
        Assert.True(same.Skipped);
        Assert.Equal(first.Result, same.Result);
        Assert.Equal(File.ReadAllText(Workspace.PathOf("ranker", CountingStage.OutputName)),
            File.ReadAllText(other.PathOf("ranker", CountingStage.OutputName)));

        var changed = await runner.RunAsync(stage, new CountingOptions { Value = 9 }, other, new Progress<StageProgress>(),
            force: false, CancellationToken.None);
        Assert.False(changed.Skipped);
        Assert.Equal(2, stage.Runs);
    }

    [Fact]
    public async Task Run_TellsWhatItReplaces_WhereThatWasMadeFromTheSameInputs()
    {
        var input = WriteOutside("items.jsonl", "abc");
        List<Manifest?> last = [];
        var stage = new CountingStage { Inputs = new([], [input]), During = (context, _) => last.Add(context.Last) };
        await RunAsync(stage, new() { Value = 1 });
        await RunAsync(stage, new() { Value = 2 });
        await RunAsync(stage, new() { Value = 3 }, force: true);
        WriteOutside("items.jsonl", "abcd");
        await RunAsync(stage, new() { Value = 4 });

        Assert.Equal([null, 1, null, null], last.Select(manifest => manifest?.Options.GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task Run_RunsAgain_WhenForced()
    {
        var stage = new CountingStage();
        await RunAsync(stage);
        Assert.False((await RunAsync(stage, force: true)).Skipped);
        Assert.Equal(2, stage.Runs);
    }

    [Fact]
    public async Task Run_RunsAgain_WhenAnOptionChanges()
    {
        var stage = new CountingStage();
        await RunAsync(stage, new() { Value = 1 });
        Assert.False((await RunAsync(stage, new() { Value = 2 })).Skipped);
        Assert.Equal("2", ReadOutput());
    }

    [Fact]
    public async Task Run_SkipsAStage_WhenOnlyAnOptionOutsideTheFingerprintChanges()
    {
        var stage = new CountingStage();
        await RunAsync(stage, new() { Threads = 1 });
        Assert.True((await RunAsync(stage, new() { Threads = 2 })).Skipped);
    }

    [Fact]
    public async Task Run_RunsAgain_WhenAnInputFileChanges_ButNotWhenItMoves()
    {
        var stage = new CountingStage { Inputs = new([], [WriteOutside("items.jsonl", "one")]) };
        await RunAsync(stage);
        Directory.CreateDirectory(FileOutside("moved"));
        var moved = new CountingStage { Inputs = new([], [WriteOutside("moved/items.jsonl", "one")]) };
        Assert.True((await RunAsync(moved)).Skipped);

        WriteOutside("items.jsonl", "two");
        Assert.False((await RunAsync(stage)).Skipped);
    }

    [Fact]
    public async Task Run_RunsAgain_WhenAnUpstreamArtifactChanges()
    {
        var upstream = new CountingStage("import", "dataset");
        var stage = new CountingStage { Inputs = new(["dataset"], []) };
        await RunAsync(upstream, new() { Value = 1 });
        await RunAsync(stage);
        Assert.True((await RunAsync(stage)).Skipped);

        await RunAsync(upstream, new() { Value = 2 });
        Assert.False((await RunAsync(stage)).Skipped);
    }

    [Fact]
    public async Task Run_ReadsAnOptionalArtifactWhereItIsThere_AndRunsAgainWhenItComesOrChanges()
    {
        var stage = new CountingStage { Inputs = new([], []) { Optional = ["neighbors"] } };
        await RunAsync(stage);
        Assert.Empty(Manifest.Read(Workspace, "ranker").Inputs);
        await RunAsync(new CountingStage("embed", "neighbors"));
        Assert.False((await RunAsync(stage)).Skipped);
        Assert.Equal(["neighbors"], Manifest.Read(Workspace, "ranker").Inputs.Keys);
        Assert.True((await RunAsync(stage)).Skipped);
        await RunAsync(new CountingStage("embed", "neighbors"), new() { Value = 9 });
        Assert.False((await RunAsync(stage)).Skipped);
    }

    [Fact]
    public async Task Run_SkipsAStage_WhenItsUpstreamWasMadeAgainWithTheSameContent()
    {
        var upstream = new CountingStage("import", "dataset");
        var stage = new CountingStage { Inputs = new(["dataset"], []) };
        await RunAsync(upstream);
        await RunAsync(stage);
        await RunAsync(upstream, force: true);
        Assert.True((await RunAsync(stage)).Skipped);
    }

    [Fact]
    public async Task Run_RunsAgain_WhenAnOutputIsMissingOrCutShort()
    {
        var stage = new CountingStage();
        await RunAsync(stage);
        File.WriteAllText(Workspace.PathOf("ranker", CountingStage.OutputName), "");
        Assert.False((await RunAsync(stage)).Skipped);
        File.Delete(Workspace.PathOf("ranker", CountingStage.OutputName));
        Assert.False((await RunAsync(stage)).Skipped);
        Assert.Equal(3, stage.Runs);
    }

    [Fact]
    public async Task Run_NamesTheCommand_WhenAnUpstreamArtifactIsMissing()
    {
        var stage = new CountingStage("train", "model") { Inputs = new(["ranker"], []) };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(stage));
        Assert.Contains("stage 'rank'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stage.Runs);
    }

    [Fact]
    public async Task Run_NamesTheFile_WhenItIsMissing()
    {
        var stage = new CountingStage { Inputs = new([], [FileOutside("nowhere.jsonl")]) };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(stage));
        Assert.Contains("nowhere.jsonl", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace.Root));
    }

    [Fact]
    public async Task Run_RefusesAnUpstreamArtifact_ThatWasMadeFromAnotherDataset()
    {
        var dataset = new CountingStage("import", "dataset");
        var terms = new CountingStage("terms", "terms") { Inputs = new(["dataset"], []) };
        await RunAsync(dataset, new() { Value = 1 });
        await RunAsync(terms);
        await RunAsync(dataset, new() { Value = 2 });

        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => RunAsync(new CountingStage { Inputs = new(["terms"], []) }));
        Assert.Contains("stage 'terms'", error.Message, StringComparison.Ordinal);
    }
}
