namespace Grlm.EndToEnd.Tests;

/// <summary>
/// Compares output with a file in <c>Snapshots/</c>. With the environment variable <c>GRLM_UPDATE_SNAPSHOTS</c> set, it writes the file
/// instead; what has changed is then seen in the diff.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(CommandProcess.Metadata("ProjectDirectory"), "Snapshots", $"{name}.txt");

        // Lines are drawn to the full width; blanks at their ends would be lost on editors and tell nothing.
        var lines = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GRLM_UPDATE_SNAPSHOTS")))
        {
            File.WriteAllText(path, lines);
            return;
        }

        Assert.True(File.Exists(path), $"There is no snapshot {path}. Make it with GRLM_UPDATE_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(path), lines);
    }
}
