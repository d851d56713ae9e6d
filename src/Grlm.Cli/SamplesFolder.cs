namespace Grlm.Cli;

/// <summary>The samples that ship with grlm: copied beside the program when it is built.</summary>
internal static class SamplesFolder
{
    /// <summary>The configuration that <c>grlm demo</c> runs.</summary>
    /// <exception cref="MissingPrerequisiteException">The program has been moved away from its samples.</exception>
    public static string DemoConfiguration()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "samples", "demo.json");
        return File.Exists(path)
            ? path
            : throw new MissingPrerequisiteException($"The samples that ship with grlm are not in '{Path.GetDirectoryName(path)}'. Build or install it again.");
    }
}
