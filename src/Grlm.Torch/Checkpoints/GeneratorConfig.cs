namespace Grlm.Torch;

/// <summary>What has to be known to load a compact generator's weights: <c>model/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Width">Width of its vectors, the ranker's.</param>
/// <param name="LibraryVersion">Version of the term library that it was trained with.</param>
internal sealed record GeneratorConfig(string ModelType, int Width, string LibraryVersion)
{
    /// <summary>The kind of model that this describes.</summary>
    public const string Type = "grlm-compact-generator";
}
