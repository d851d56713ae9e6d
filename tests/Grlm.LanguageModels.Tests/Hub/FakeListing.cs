using System.Text.Json;

namespace Grlm.LanguageModels.Tests;

/// <summary>The answer of a hub to what a revision consists of.</summary>
internal static class FakeListing
{
    public static string Of(string commit, IEnumerable<FakeHubFile> files, bool tellsChecksums)
        => JsonSerializer.Serialize(new { sha = commit, siblings = files.Select(file => EntryOf(file, tellsChecksums)) });

    private static object EntryOf(FakeHubFile file, bool tellsChecksums) => (tellsChecksums, file.IsLarge) switch
    {
        (false, _) => new { rfilename = file.Path },
        (true, false) => new { rfilename = file.Path, size = file.Content.Length, blobId = file.Tag },

        // Beside a large file's own hash stands that of the pointer to it.
        _ => new
        {
            rfilename = file.Path,
            size = file.Content.Length,
            blobId = new string('b', 40),
            lfs = new { sha256 = file.Tag, size = file.Content.Length, pointerSize = 134 }
        },
    };
}
