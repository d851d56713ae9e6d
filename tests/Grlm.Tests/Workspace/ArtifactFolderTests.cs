using System.Text.Json;
using CsCheck;

namespace Grlm.Tests;

public sealed class ArtifactFolderTests
{
    [Fact]
    public void Recover_LeavesTheOldArtifactOrTheNew_WhereverTheExchangeWasCutShort()
        => Gen.Select(Gen.Bool, Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[0, 4]).Sample((hasOld, stepsDone, fileCount, filesDeleted) =>
        {
            using var temporary = new TemporaryWorkspace();
            var folder = new ArtifactFolder(temporary.Workspace.PathOf("ranker"), "ranker");
            if (hasOld)
            {
                WriteArtifact(folder.Final, "old", fileCount);
            }

            WriteArtifact(folder.Partial, "new", fileCount);
            foreach (var step in folder.ExchangeSteps().Take(stepsDone))
            {
                step();
            }

            // The last step deletes file after file, so it can be cut short as well.
            if (Directory.Exists(folder.Replaced) && Directory.Exists(folder.Final))
            {
                foreach (var file in Directory.GetFiles(folder.Replaced).Take(filesDeleted))
                {
                    File.Delete(file);
                }
            }

            Artifacts.RecoverAll(temporary.Workspace);

            var manifest = Manifest.Read(temporary.Workspace, "ranker");
            Assert.True(manifest.OutputsAreIn(folder.Final));
            Assert.Equal(hasOld && stepsDone < 2 ? "old" : "new", manifest.Fingerprint);
            Assert.False(Directory.Exists(folder.Replaced));
        });

    [Fact]
    public void Recover_TakesTheOldArtifactBack_WhenTheNewOneIsNotWhole()
    {
        using var temporary = new TemporaryWorkspace();
        var folder = new ArtifactFolder(temporary.Workspace.PathOf("evaluation/paper"), "evaluation/paper");
        WriteArtifact(folder.Replaced, "old", 2);
        WriteArtifact(folder.Partial, "new", 2);
        File.Delete(Path.Combine(folder.Partial, "1.txt"));

        Artifacts.Recover(temporary.Workspace);

        Assert.Equal("old", Manifest.Read(temporary.Workspace, "evaluation/paper").Fingerprint);
        Assert.True(Directory.Exists(folder.Partial));
    }

    [Fact]
    public void Recover_LeavesWhatAnInterruptedStageHas()
    {
        using var temporary = new TemporaryWorkspace();
        var folder = new ArtifactFolder(temporary.Workspace.PathOf("ranker"), "ranker");
        folder.OpenPartial("print", startOver: false);
        File.WriteAllText(Path.Combine(folder.Partial, "checkpoint"), "half way");

        Artifacts.Recover(temporary.Workspace);

        Assert.True(folder.OpenPartial("print", startOver: false));
        Assert.Equal(["checkpoint"], folder.OutputFiles());
    }

    [Fact]
    public void Recover_DoesNothing_WhereThereIsNoWorkspace()
    {
        using var temporary = new TemporaryWorkspace();
        Artifacts.Recover(temporary.Workspace);
        Assert.False(Directory.Exists(temporary.Workspace.Root));
    }

    [Fact]
    public void Recover_WritesNothing_WhereThereIsNothingToFinish()
    {
        using var temporary = new TemporaryWorkspace();
        WriteArtifact(temporary.Workspace.PathOf("ranker"), "good", 1);
        Artifacts.Recover(temporary.Workspace);
        Assert.Equal(["ranker"], Directory.EnumerateFileSystemEntries(temporary.Workspace.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Recover_LeavesTheExchange_ToTheProcessThatIsAtIt()
    {
        using var temporary = new TemporaryWorkspace();
        var folder = new ArtifactFolder(temporary.Workspace.PathOf("ranker"), "ranker");
        WriteArtifact(folder.Replaced, "old", 1);
        using var held = WorkspaceLock.Acquire(temporary.Workspace);
        Artifacts.Recover(temporary.Workspace);
        Assert.False(Directory.Exists(folder.Final));
    }

    [Fact]
    public void FinishPartial_MovesAFinishedArtifactInPlace_OnlyIfItIsTheOneWanted()
    {
        using var temporary = new TemporaryWorkspace();
        var folder = new ArtifactFolder(temporary.Workspace.PathOf("ranker"), "ranker");
        WriteArtifact(folder.Final, "old", 1);
        WriteArtifact(folder.Partial, "new", 1);

        Assert.Null(folder.FinishPartial("another"));
        Assert.Equal("old", Manifest.Read(temporary.Workspace, "ranker").Fingerprint);
        Assert.NotNull(folder.FinishPartial("new"));
        Assert.Equal("new", Manifest.Read(temporary.Workspace, "ranker").Fingerprint);
    }

    private static void WriteArtifact(string directory, string fingerprint, int fileCount)
    {
        Directory.CreateDirectory(directory);
        var outputs = new Dictionary<string, OutputFile>(StringComparer.Ordinal);
        for (var number = 0; number < fileCount; number++)
        {
            File.WriteAllText(Path.Combine(directory, $"{number}.txt"), fingerprint);
            outputs[$"{number}.txt"] = new OutputFile(Hashing.OfText(fingerprint), fingerprint.Length);
        }

        var empty = JsonSerializer.SerializeToElement(new { }, WorkspaceJson.Options);
        new Manifest
        {
            SchemaVersion = Manifest.CurrentSchemaVersion,
            Stage = "rank",
            ToolVersion = "test",
            Fingerprint = fingerprint,
            Options = empty,
            Inputs = new Dictionary<string, string>(StringComparer.Ordinal),
            Outputs = outputs,
            Result = empty,
            StartedAt = DateTimeOffset.UnixEpoch,
            Seconds = 1,
        }.Write(directory);
    }
}
