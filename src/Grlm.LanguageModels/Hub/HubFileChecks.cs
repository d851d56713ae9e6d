namespace Grlm.LanguageModels;

/// <summary>Checks what a server says of a file.</summary>
internal static class HubFileChecks
{
    /// <summary>The file, if its size can be one and its tag can be the name of a blob.</summary>
    /// <exception cref="InvalidInputException">They can't.</exception>
    public static HubFile Checked(string path, long size, string tag, string origin)
    {
        if (size < 0)
        {
            throw new InvalidInputException($"{origin}: '{path}' is said to have {size} bytes. Ask another mirror, or again later.");
        }

        return HubFileName.IsSafeTag(tag)
            ? new HubFile(path, size, tag)
            : throw new InvalidInputException($"{origin}: '{path}' has the tag '{tag}', which can't be the name of a file in the cache. Ask another mirror.");
    }
}
