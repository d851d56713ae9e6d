using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Metrics of one evaluation: <c>metrics.json</c>.</summary>
/// <param name="Protocol">Protocol: <c>paper</c>, <c>filtered</c> or <c>temporal</c>.</param>
/// <param name="Source">What ranked: <c>generator</c>, <c>ranker</c> or a baseline.</param>
/// <param name="Part">Which target: <c>validation</c> or <c>test</c>.</param>
/// <param name="Users">Users evaluated: every one that has a target, or as many as were drawn.</param>
/// <param name="Seconds">Wall-clock seconds of recommending and scoring.</param>
/// <param name="Metrics">Figures by name: <c>recall@10</c>, <c>ndcg@10</c>, <c>mrr@10</c>, <c>validRate@10</c>, <c>directHitRate@10</c>, <c>coverage@10</c> and so on.</param>
/// <param name="Intervals">95 % bootstrap intervals over users, of what is a mean over users of a few values, by the same names: <c>[low, high]</c>.</param>
/// <param name="Model">What the scores come from: kind and hash of the model.</param>
/// <param name="LibraryVersion">Version of the term library.</param>
public sealed record EvaluationReport(
    string Protocol,
    string Source,
    string Part,
    int Users,
    double Seconds,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals,
    string Model,
    string LibraryVersion)
{
    /// <summary>How many users have a target, where some of them were drawn; null where all were evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DrawnFrom { get; init; }

    /// <summary>
    /// Users whose target is in their history and can't be predicted under a protocol that leaves out what has been seen; 0 under protocol <c>paper</c>.
    /// </summary>
    public int HiddenTargets { get; init; }

    /// <summary>Whether the models were trained on validation interactions as well, once everything was chosen.</summary>
    public bool Refit { get; init; }

    /// <summary>
    /// Metrics of users apart, by trait and group: <c>domain</c> of the target, <c>historyLength</c>, <c>targetPopularity</c> in training. Groups without
    /// users are left out.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EvaluationGroup>> Breakdown { get; init; } = new Dictionary<string, IReadOnlyList<EvaluationGroup>>();
}
