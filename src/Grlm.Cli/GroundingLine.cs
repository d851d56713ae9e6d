using System.Text.Json.Serialization;

namespace Grlm.Cli;

/// <summary>Holds what a text was grounded to, as <c>grlm ground --json</c> prints it.</summary>
/// <param name="Text">The text; of one that is too long to be read its beginning.</param>
/// <param name="Terms">The terms read from it.</param>
/// <param name="Repaired">What had to be put right to read it.</param>
/// <param name="Source">How its items were found.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="Reason">Why there are none; left out where there are some.</param>
internal sealed record GroundingLine(
    string Text,
    IReadOnlyList<string> Terms,
    IReadOnlyList<string> Repaired,
    string Source,
    IReadOnlyList<GroundingLineItem> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    private const int ShownOfUnread = 200;

    /// <summary>Describes what a text was grounded to.</summary>
    public static GroundingLine Of(string text, GroundedText grounded, Catalog catalog) => new(
        text.Length <= ElasticGrounding.LongestText ? text : Readable.Cut(text, ShownOfUnread),
        grounded.Terms,
        grounded.Repaired,
        grounded.Source?.ToString().ToLowerInvariant() ?? "none",
        [.. grounded.Items.Select(item => new GroundingLineItem(catalog[item.Item].Id, Math.Round(item.Score, 4), item.MatchedTerms))],
        grounded.Reason);
}

/// <summary>Describes one item of a text as <c>grlm ground --json</c> prints it.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Score">Sum of the weights of the terms that matched.</param>
/// <param name="MatchedTerms">The item's terms that matched.</param>
internal sealed record GroundingLineItem(string ItemId, double Score, IReadOnlyList<string> MatchedTerms);
