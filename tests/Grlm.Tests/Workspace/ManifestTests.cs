using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Grlm.Tests;

public sealed class ManifestTests : StageRunnerScene
{
    private string ManifestPath => Workspace.PathOf("ranker", ArtifactNames.Manifest);

    [Fact]
    public async Task TryRead_RefusesEveryChangeButOneOfLayout()
    {
        await RunAsync(new CountingStage());
        var whole = await File.ReadAllBytesAsync(ManifestPath, TestContext.Current.CancellationToken);
        var read = Values(Manifest.Read(Workspace, "ranker"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                var damaged = whole.ToArray();
                damaged[place] ^= (byte)(1 << bit);
                File.WriteAllBytes(ManifestPath, damaged);
                try
                {
                    Assert.Equal(read, Values(Manifest.Read(Workspace, "ranker")));
                }
                catch (InvalidInputException error)
                {
                    Assert.Contains("stage 'rank' from the beginning", error.Message, StringComparison.Ordinal);
                }
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public async Task TryRead_TakesAManifestOfTheFirstForm_WhichHasNoChecksum()
    {
        await RunAsync(new CountingStage());
        var document = JsonNode.Parse(File.ReadAllText(ManifestPath))!.AsObject();
        document.Remove("checksum");
        await File.WriteAllTextAsync(ManifestPath, document.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Throws<InvalidInputException>(() => Manifest.Read(Workspace, "ranker"));
        document["schemaVersion"] = 1;
        await File.WriteAllTextAsync(ManifestPath, document.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Equal(1, Manifest.Read(Workspace, "ranker").SchemaVersion);
    }

    [Fact]
    public async Task ContentHash_LeavesOutWhatOnlyTellsOfTheRun()
    {
        var versions = new List<string>();
        foreach (var loss in (string[])["5.2194046059", "5.2194045893"])
        {
            var stage = new CountingStage
            { During = (context, _) => File.WriteAllText(Path.Combine(context.OutputDirectory, ArtifactNames.TrainingLog), loss) };
            await RunAsync(stage, force: true);
            versions.Add(Artifacts.VersionOf(Workspace, "ranker"));
            Assert.True(Manifest.Read(Workspace, "ranker").Outputs[ArtifactNames.TrainingLog].IsRecord);
        }

        Assert.Equal(versions[0], versions[1]);
    }

    [Fact]
    public void AManifestOfTerms_IsMendedByACommandThatKeepsThem()
    {
        Directory.CreateDirectory(Workspace.PathOf("terms"));
        File.WriteAllText(Workspace.PathOf("terms", ArtifactNames.Manifest), "{");
        var error = Assert.Throws<InvalidInputException>(() => Manifest.Read(Workspace, "terms"));
        Assert.Contains($"stage 'terms' from the beginning with option 'keep' '{Workspace.PathOf("terms", ArtifactNames.TermIds)}'",
            error.Message, StringComparison.Ordinal);
    }

    private static string Values(Manifest manifest)
        => JsonSerializer.Serialize(manifest with { Checksum = null }, ManifestJsonContext.Readable.Manifest);
}
