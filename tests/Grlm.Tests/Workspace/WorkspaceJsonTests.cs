namespace Grlm.Tests;

public sealed class WorkspaceJsonTests
{
    [Fact]
    public void Canonical_SortsPropertiesAndLeavesOutWhatDoesNotMatter()
        => Assert.Equal("""{"seed":42,"value":3}""", WorkspaceJson.Canonical(new CountingOptions { Value = 3, Threads = 8 }));

    [Fact]
    public void Canonical_WritesEnumerationsByName()
        => Assert.Equal("\"validation\"", WorkspaceJson.Canonical(SplitPart.Validation));

    [Fact]
    public void Canonical_IsTheSameForADatasetThatLiesElsewhere()
        => Assert.Equal(
            WorkspaceJson.Canonical(new ImportOptions { Items = "a/items.jsonl", Interactions = "a/sequences.txt" }),
            WorkspaceJson.Canonical(new ImportOptions { Items = "b/items.jsonl", Interactions = "b/sequences.txt" }));
}
