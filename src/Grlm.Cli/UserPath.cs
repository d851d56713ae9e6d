namespace Grlm.Cli;

/// <summary>Paths as users name them.</summary>
internal static class UserPath
{
    /// <summary>Returns the full path of a file or folder.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <exception cref="InvalidOptionsException">It can be no path: it is empty, or holds characters that no name has.</exception>
    public static string Resolve(string path, string baseDirectory)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidOptionsException($"'{path}' is no path. Name a file or a folder.");
        }

        // Half of a surrogate pair would become another character on its way to the system, and the path that of another file.
        return path.Contains('\0', StringComparison.Ordinal) || path != string.Concat(path.EnumerateRunes())
            ? throw new InvalidOptionsException($"'{path}' is no path: it holds a character that no name has. Check how it is written.")
            : Path.GetFullPath(path, baseDirectory);
    }
}
