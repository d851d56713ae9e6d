using System.Reflection;

namespace Grlm.Reports.Tests;

/// <summary>
/// Compares a page with a file in <c>Snapshots/</c>. With the environment variable <c>GRLM_UPDATE_SNAPSHOTS</c> set, it writes the file
/// instead; what has changed is then seen in the diff.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var folder = typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ProjectDirectory").Value!;
        var path = Path.Combine(folder, "Snapshots", name);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GRLM_UPDATE_SNAPSHOTS")))
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"There is no snapshot {path}. Make it with GRLM_UPDATE_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
