using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Grlm.Reports;

/// <summary>Options of the report.</summary>
public sealed record ReportOptions
{
    /// <summary>Gets where the page goes; <c>evaluation/report.html</c> in the workspace by default.</summary>
    [Option("Where the page goes; evaluation/report.html in the workspace by default.", Value = "FILE", IsPath = true)]
    public string? Out { get; init; }

    /// <summary>Gets how many users' stories are told, 0 to 200.</summary>
    [Option("How many users' stories are told.")]
    [Range(0, 200)]
    public int Stories { get; init; } = 20;

    /// <summary>Gets the seed that the users of the stories are drawn with.</summary>
    [Option("Seed that those users are drawn with.")]
    public int Seed { get; init; } = 42;

    /// <summary>
    /// Gets the evaluation that the stories are taken from, by its folder: <c>filtered-ranker-test</c>. By default the one on test targets
    /// with the highest Recall@10.
    /// </summary>
    [Option("The evaluation that the stories are of; the best on test targets by default.", Value = "FOLDER")]
    public string? Evaluation { get; init; }

    /// <summary>
    /// Gets the name of the program whose commands run stages, for what the page says of what is missing; null to name the stages alone.
    /// </summary>
    [JsonIgnore]
    public string? Program { get; init; }

    /// <summary>Names what runs a stage.</summary>
    internal string CommandOf(string stage) => Program is null ? stage : $"{Program} {stage}";
}
