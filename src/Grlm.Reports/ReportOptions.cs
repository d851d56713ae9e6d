using System.ComponentModel.DataAnnotations;

namespace Grlm.Reports;

/// <summary>Options of the report.</summary>
public sealed record ReportOptions
{
    /// <summary>Where the page goes; <c>evaluation/report.html</c> in the workspace by default.</summary>
    public string? Out { get; init; }

    /// <summary>How many users' stories are told, 0 to 200.</summary>
    [Range(0, 200)]
    public int Stories { get; init; } = 20;

    /// <summary>Seed that the users of the stories are drawn with.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>
    /// The evaluation that the stories are taken from, by its folder: <c>filtered-ranker-test</c>. By default the one on test targets with the highest
    /// Recall@10.
    /// </summary>
    public string? Evaluation { get; init; }
}
