using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>One cell of an ablation's grid.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Seed">Seed of its stages; null for that of the options.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Configuration">The whole configuration.</param>
internal sealed record AblationCell(string Name, int? Seed, JsonObject Changes, RunConfiguration Configuration)
{
    /// <summary>Name of its folder among the cells.</summary>
    public string Folder { get; } = string.Concat(Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'))
        + (Seed is { } seed ? $"-seed-{seed}" : "");
}
