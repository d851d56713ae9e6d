using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>What has to be known to load a ranker's weights: <c>ranker/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Items">Items that it scores, in catalogue order.</param>
/// <param name="Shape">Shape of the members' history encoders.</param>
/// <param name="Members">The models whose mean score counts.</param>
/// <param name="Refit">Whether they were trained on validation interactions as well.</param>
/// <param name="LibraryVersion">Version of the term library that they were trained with.</param>
internal sealed record RankerConfig(
    string ModelType, int Items, EncoderShape Shape, IReadOnlyList<MemberConfig> Members, bool Refit, string LibraryVersion)
{
    /// <summary>The kind of model that this describes.</summary>
    public const string Type = "grlm-ranker";

    /// <summary>Whether there can be such a ranker.</summary>
    [JsonIgnore]
    public bool IsPossible => Shape.IsPossible && Members.Count > 0 && Members.All(member => member.Temperature > 0);
}
