namespace Grlm.LanguageModels;

/// <summary>Asks whether there is room before anything is written.</summary>
internal static class DiskSpace
{
    private const decimal Gigabyte = 1e9m;

    /// <summary>Refuses what doesn't fit.</summary>
    /// <param name="folder">A folder of the disk; it is there.</param>
    /// <param name="bytes">What is to be written.</param>
    /// <exception cref="MissingPrerequisiteException">There is too little room.</exception>
    public static void Require(string folder, decimal bytes)
    {
        if (Available(folder) is { } available && bytes > available)
        {
            throw new MissingPrerequisiteException(
                $"{folder} has {available / Gigabyte:0.0} GB free, and {bytes / Gigabyte:0.0} GB are to be downloaded. Make room, or name a folder of another disk in HF_HUB_CACHE.");
        }
    }

    private static long? Available(string folder)
    {
        try
        {
            // A folder's own path on Unix, where anything may be mounted anywhere; a drive on Windows.
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null; // a network share tells nothing: the writing will
        }
    }
}
