namespace Grlm.LanguageModels;

/// <summary>What a revision of a repository consists of.</summary>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Files">The files as the listing tells them.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubListing.Entry> Files)
{
    /// <summary>A file of the listing.</summary>
    /// <param name="Path">Relative to the repository.</param>
    /// <param name="Known">Size and tag; null where the listing doesn't tell them and the file has to be asked for them.</param>
    public sealed record Entry(string Path, HubFile? Known);
}
