using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>Describes a model of a hub as users write it: <c>REPO</c> or <c>REPO@revision</c>.</summary>
public sealed partial record HubReference
{
    /// <summary>Holds the revision where none is named.</summary>
    public const string MainRevision = "main";

    private const int LongestName = 96;

    private HubReference(string repository, string revision) => (Repository, Revision) = (repository, revision);

    /// <summary>Gets the owner and name, <c>Qwen/Qwen3-0.6B</c>, or a name alone.</summary>
    public string Repository { get; }

    /// <summary>Gets a branch, a tag, a commit, or <c>refs/pr/N</c>.</summary>
    public string Revision { get; }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="InvalidOptionsException">It can't be the name of a model or of a revision.</exception>
    public static HubReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new InvalidOptionsException(
            $"'{text}' is no name of a model. Write it like Qwen/Qwen3-0.6B, or with a branch, tag or commit: Qwen/Qwen3-0.6B@main.");
    }

    /// <inheritdoc/>
    public override string ToString() => Revision == MainRevision ? Repository : $"{Repository}@{Revision}";

    /// <summary>Reads a reference; null where the text can't be one.</summary>
    internal static HubReference? TryParse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (repository, revision) = at < 0 ? (text, MainRevision) : (text[..at], text[(at + 1)..]);
        return IsRepository(repository) && IsRevision(revision) ? new HubReference(repository, revision) : null;
    }

    // Both become folders of the cache, where a repository's slash is written as two dashes: neither may lead elsewhere or to another's
    // folder.
    private static bool IsRepository(string name)
        => name.Length <= LongestName
            && RepositoryName().IsMatch(name)
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.Contains("--", StringComparison.Ordinal);

    private static bool IsRevision(string name) => RevisionName().IsMatch(name) && HubFileName.IsSafe(name);

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?(/[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?)?\\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RepositoryName();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._+/-]{0,254}\\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RevisionName();
}
