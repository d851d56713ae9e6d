using System.Text.Json;
using CsCheck;

namespace Grlm.Tests;

public sealed class WorkspaceChangeTests : StageRunnerScene
{
    private static readonly string[] _artifacts = ["dataset", "neighbors", "terms"];

    [Fact]
    public void AnExchangeCutShortAnywhere_LeavesTheOldArtifactsOrTheNew_NeverAMix()
        => Gen.Select(Gen.Int[0, 16], Gen.Int[1, 3], Gen.Bool).Sample(
            (stepsDone, made, hasOld) =>
            {
                using var temporary = new TemporaryWorkspace();
                var workspace = temporary.Workspace;
                foreach (var artifact in hasOld ? _artifacts : [])
                {
                    Make(workspace, artifact, 1);
                }

                var changing = workspace with { Root = Path.Combine(workspace.Root, ".change.partial"), Below = workspace };
                foreach (var artifact in _artifacts.Take(made))
                {
                    Make(changing, artifact, 2);
                }

                foreach (var step in WorkspaceChange.Steps(workspace).Take(stepsDone))
                {
                    step();
                }

                Artifacts.Recover(workspace);

                var expected = stepsDone == 0 ? (hasOld ? "1" : null) : "2";
                Assert.All(_artifacts.Take(made), artifact => Assert.Equal(expected, Read(workspace, artifact)));
                Assert.All(_artifacts.Skip(made), artifact => Assert.Equal(hasOld ? "1" : null, Read(workspace, artifact)));
                if (stepsDone > 0)
                {
                    Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(workspace.Root),
                        entry => Path.GetFileName(entry).StartsWith(".change", StringComparison.Ordinal));
                }
            },
            iter: 40,
            threads: 1);

    [Fact]
    public async Task RunAsync_PutsAllInPlaceTogether()
    {
        Make(Workspace, "dataset", 1);
        Make(Workspace, "terms", 1);
        await WorkspaceChange.RunAsync(Workspace, changing =>
        {
            Make(changing, "dataset", 2);
            Assert.Equal(("1", "2"), (Read(Workspace, "dataset"), Read(changing, "dataset")));
            Assert.Equal("1", Read(changing, "terms"));
            Make(changing, "terms", 2);
            Assert.Equal("1", Read(Workspace, "terms"));
            return Task.FromResult(0);
        });
        Assert.Equal(("2", "2"), (Read(Workspace, "dataset"), Read(Workspace, "terms")));
        Assert.Equal([".lock", "dataset", "terms"], EntriesOfWorkspace());
    }

    [Fact]
    public async Task RunAsync_KeepsWhatAFailedStageMade_ForTheSameCommand()
    {
        Make(Workspace, "dataset", 1);
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => WorkspaceChange.RunAsync<int>(Workspace, changing =>
        {
            Make(changing, "dataset", 2);
            throw new MissingPrerequisiteException("The server is down.");
        }));
        Assert.Equal("1", Read(Workspace, "dataset"));
        var stage = new CountingStage("import", "dataset");
        await WorkspaceChange.RunAsync(Workspace, changing => RunAsync(stage, changing, 2));
        Assert.Equal((0, "2"), (stage.Runs, Read(Workspace, "dataset")));
    }

    [Fact]
    public async Task RunAsync_LeavesNothing_WhereTheInputIsAtFault()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => WorkspaceChange.RunAsync<int>(Workspace, changing =>
        {
            Make(changing, "dataset", 2);
            throw new InvalidInputException("Bad.");
        }));
        Assert.False(Directory.Exists(Workspace.Root));
    }

    [Fact]
    public async Task RunAsync_SkipsWhatIsUpToDateInTheWorkspace()
    {
        var stage = new CountingStage("import", "dataset");
        await RunAsync(stage, Workspace, 1);
        Assert.True((await WorkspaceChange.RunAsync(Workspace, changing => RunAsync(stage, changing, 1))).Skipped);
        Assert.Equal([".lock", "dataset"], EntriesOfWorkspace());
    }

    [Fact]
    public async Task RunAsync_LeavesTheArtifactThatARepetitionCameToAgain_WithWhatItsReportSays()
    {
        var (output, report, runs) = (Workspace.PathOf("dataset", CountingStage.OutputName), Workspace.PathOf("dataset", "report.json"), 0);
        var stage = new CountingStage("add", "dataset")
        {
            During = (context, _) => File.WriteAllText(Path.Combine(context.OutputDirectory, "report.json"), $"run {++runs}"),
            Inputs = new([], [FileOutside("base"), output]),
        };
        WriteOutside("base", "1");
        await RunAsync(new CountingStage("import", "dataset"), Workspace, 1);
        Assert.Equal("run 1", await AddAsync(2));
        Assert.Equal("run 1", await AddAsync(2));
        Assert.Equal("run 3", await AddAsync(3));
        WriteOutside("base", "2");
        Assert.Equal("run 4", await AddAsync(3));
        Assert.Equal("run 4", await AddAsync(3));
        File.WriteAllText(report, "run 9");
        Assert.Equal("run 5", await AddAsync(3));
        Assert.Equal("3", File.ReadAllText(output));
        Assert.Equal([".lock", "dataset"], EntriesOfWorkspace());

        async Task<string> AddAsync(int value)
        {
            await WorkspaceChange.RunAsync(Workspace, changing => RunAsync(stage, changing, value));
            return File.ReadAllText(report);
        }
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../victim")]
    [InlineData("dataset/../../victim")]
    [InlineData("ABSOLUTE")]
    [InlineData("")]
    [InlineData(null)]
    public void AJournalThatLeadsOutOfTheWorkspace_IsRefused_AndNothingIsTouched(string? name)
    {
        var victim = FileOutside("victim");
        foreach (var folder in (string[])[victim, victim + ".replaced", Path.Combine(Workspace.Root, ".change.partial")])
        {
            Directory.CreateDirectory(folder);
        }

        var journal = Path.Combine(Workspace.Root, ".change.json");
        File.WriteAllText(journal, JsonSerializer.Serialize((string?[])[name == "ABSOLUTE" ? victim : name]));
        var error = Assert.Throws<InvalidInputException>(() => Artifacts.Recover(Workspace));
        Assert.StartsWith(journal, error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(victim) && Directory.Exists(victim + ".replaced"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[\"dataset\"")]
    [InlineData("{\"dataset\": 1}")]
    [InlineData("\0\0\0\0")]
    public void ADamagedJournal_IsBadInput_ThatNamesTheFile(string text)
    {
        Directory.CreateDirectory(Workspace.Root);
        var journal = Path.Combine(Workspace.Root, ".change.json");
        File.WriteAllText(journal, text);
        Assert.StartsWith(journal, Assert.Throws<InvalidInputException>(() => Artifacts.Recover(Workspace)).Message,
            StringComparison.Ordinal);
    }

    private static Task<StageOutcome<CountingResult>> RunAsync(CountingStage stage, GrlmWorkspace workspace, int value)
        => new StageRunner().RunAsync(stage, new CountingOptions { Value = value }, workspace, new Progress<StageProgress>(),
            force: false, TestContext.Current.CancellationToken);

    private static void Make(GrlmWorkspace workspace, string artifact, int value)
        => RunAsync(new CountingStage("import", artifact), workspace, value).GetAwaiter().GetResult();

    private static string? Read(GrlmWorkspace workspace, string artifact)
        => workspace.FilesOf(artifact).Find(CountingStage.OutputName) is { } path ? File.ReadAllText(path) : null;
}
