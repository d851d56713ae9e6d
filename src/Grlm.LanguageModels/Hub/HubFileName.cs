using System.Buffers;

namespace Grlm.LanguageModels;

/// <summary>Which names that a server sends may become files below a folder of ours, on every system.</summary>
internal static class HubFileName
{
    private const int LongestTag = 128;

    // A backslash and a colon are letters on one system and a way out of the folder on another.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code), '\\', ':', '*', '?', '"', '<', '>', '|', '\u007f']);

    private static readonly SearchValues<char> OfTags = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-.");

    /// <summary>Whether a path with <c>/</c> between its parts stays below the folder that it is put in.</summary>
    public static bool IsSafe(string path)
        => path.Length > 0
            && !path.AsSpan().ContainsAny(Forbidden)
            && path.Split('/').All(part => part.Length > 0 && !part.EndsWith('.') && !part.EndsWith(' '));

    /// <summary>Whether an entity tag can be the name of a blob.</summary>
    public static bool IsSafeTag(string tag)
        => tag.Length is > 0 and <= LongestTag && tag[0] != '.' && !tag.AsSpan().ContainsAnyExcept(OfTags);
}
