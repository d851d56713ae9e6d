using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>What came of one cell.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Seed">Seed of its stages; null for that of the options.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Seconds">Seconds that its stages took, those that were copied from another cell among them.</param>
/// <param name="Evaluations">Its metrics.</param>
/// <param name="AgainstBase">Each evaluation beside that of the base with the same seed, user by user; null where there is nothing to compare.</param>
internal sealed record AblationResult(
    string Name,
    int? Seed,
    JsonObject Changes,
    string Workspace,
    double Seconds,
    IReadOnlyList<EvaluationReport> Evaluations,
    IReadOnlyList<RunComparison?> AgainstBase);
