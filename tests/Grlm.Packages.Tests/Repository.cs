using System.Reflection;

namespace Grlm.Packages.Tests;

/// <summary>Finds what the tests take of the repository that they were built in.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Metadata("Repository");

    /// <summary>The system that the tests were built on, as packages call it: <c>linux-x64</c>.</summary>
    public static string System { get; } = Metadata("System");

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The code block that follows a mark: <c>&lt;!-- recommend --&gt;</c>.</summary>
    public static string Snippet(string file, string mark)
        => BlockAfter(File.ReadLines(PathOf(file)).SkipWhile(line => line != $"<!-- {mark} -->").Skip(1));

    /// <summary>The first code block of a file.</summary>
    public static string FirstSnippet(string file)
        => BlockAfter(File.ReadLines(PathOf(file)).SkipWhile(line => !line.StartsWith("```", StringComparison.Ordinal)));

    private static string BlockAfter(IEnumerable<string> lines)
    {
        string[] block = [.. lines.Skip(1).TakeWhile(line => line != "```")];
        return block.Length > 0 ? string.Join('\n', block) + "\n" : throw new InvalidDataException("There is no such code block.");
    }

    private static string Metadata(string key)
        => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
