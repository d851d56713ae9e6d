namespace Grlm.LanguageModels;

/// <summary>A file of a repository.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c> between folders.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Tag">Entity tag, and the blob's name: SHA-256 of large files, git's SHA-1 of small ones; with some mirrors any text.</param>
internal sealed record HubFile(string Path, long Size, string Tag);
