namespace Grlm.LanguageModels;

/// <summary>How a list of terms is written. No part may begin with a character that terms have.</summary>
/// <param name="Open">Before the first term.</param>
/// <param name="Separator">Between two terms.</param>
/// <param name="Close">After the last.</param>
internal sealed record TermListForm(string Open, string Separator, string Close)
{
    /// <summary><c>[hair-mask, citrus]</c></summary>
    public static TermListForm Bracketed { get; } = new("[", ", ", "]");

    /// <summary><c>["hair-mask", "citrus"]</c></summary>
    public static TermListForm Json { get; } = new("[\"", "\", \"", "\"]");

    /// <summary><c>{"terms": ["hair-mask", "citrus"]}</c></summary>
    /// <param name="property">Name of the property, as JSON writes it between its quotes.</param>
    public static TermListForm JsonObject(string property) => new($"{{\"{property}\": {Json.Open}", Json.Separator, Json.Close + "}");
}
