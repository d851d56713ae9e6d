namespace Grlm.Tests;

public sealed class GrlmWorkspaceTests
{
    [Fact]
    public void WithArtifactAt_ReadsOneArtifactFromElsewhere_AndTheOthersAsBefore()
    {
        var workspace = new GrlmWorkspace("root");
        var redirected = workspace.WithArtifactAt("dataset", "elsewhere");
        Assert.Equal(Path.Combine("elsewhere", "items.parquet"), redirected.PathOf("dataset", "items.parquet"));
        Assert.Equal(Path.Combine("root", "terms"), redirected.PathOf("terms"));
        Assert.Equal(Path.Combine("root", "dataset"), workspace.PathOf("dataset"));
    }
}
