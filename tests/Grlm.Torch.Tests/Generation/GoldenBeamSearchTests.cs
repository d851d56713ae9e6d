namespace Grlm.Torch.Tests;

/// <summary>Beam search finds what the reference implementation finds, on the models and settings that the files bring.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GoldenBeamSearchTests
{
    [Fact]
    public void Search_EqualsTheReferenceImplementation()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_beam_search.json"))
        {
            using var network = GoldenModel.Network(folder);
            foreach (var (number, golden) in GoldenModel.Json(folder, "golden_beam_search.json").AsArray().Index())
            {
                var (prompts, settings, trie, expected) = GoldenBeams.Read(golden!);
                var found = new BeamSearch(network).Search(
                    prompts, trie is null ? null : [.. prompts.Select(_ => trie)], settings, CancellationToken.None);

                Assert.Equal(expected.Count, found.Sum(row => row.Count));
                ReferenceBeams.AssertEqual(expected, [.. found.SelectMany(row => row)], settings.Beams, $"{folder}, case {number}");
            }
        }
    }
}
