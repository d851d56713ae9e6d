namespace Grlm.Torch;

/// <summary>What has to be known to load a ranker's weights: <c>ranker/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Shape">Shape of the history encoder.</param>
/// <param name="Temperature">What cosines are divided by.</param>
/// <param name="LibraryVersion">Version of the term library that it was trained with.</param>
internal sealed record RankerConfig(string ModelType, EncoderShape Shape, double Temperature, string LibraryVersion)
{
    /// <summary>The kind of model that this describes.</summary>
    public const string Type = "grlm-ranker";
}
