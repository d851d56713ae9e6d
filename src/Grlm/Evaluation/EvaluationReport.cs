using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Metrics of one evaluation: <c>metrics.json</c>.</summary>
/// <param name="Protocol">Protocol: <c>paper</c>, <c>filtered</c> or <c>temporal</c>.</param>
/// <param name="Source">What ranked: <c>generator</c>, <c>ranker</c> or a baseline.</param>
/// <param name="Part">Which target: <c>validation</c> or <c>test</c>.</param>
/// <param name="Users">Users evaluated: every one that has a target, or as many as were drawn.</param>
/// <param name="Seconds">Wall-clock seconds of recommending and scoring; null in the file, which is the same for equal evaluations.</param>
/// <param name="Metrics">Figures by name: <c>recall@10</c>, <c>ndcg@10</c>, <c>mrr@10</c>, <c>validRate@10</c>, <c>directHitRate@10</c>,
/// <c>coverage@10</c> and so on.</param>
/// <param name="Intervals">95 % bootstrap intervals over users, of what is a mean over users of a few values, by the same names: <c>[low,
/// high]</c>.</param>
/// <param name="Model">What the scores come from: kind and hash of the model.</param>
/// <param name="LibraryVersion">Version of the term library.</param>
public sealed record EvaluationReport(
    string Protocol,
    string Source,
    string Part,
    int Users,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals,
    string Model,
    string LibraryVersion) : IStageReport
{
    /// <summary>Gets how many users have a target, where some of them were drawn; null where all were evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DrawnFrom { get; init; }

    /// <summary>
    /// Gets the number of users whose target is in their history and can't be predicted under a protocol that leaves out what has been
    /// seen; 0 under protocol <c>paper</c>.
    /// </summary>
    public int HiddenTargets { get; init; }

    /// <summary>Tells whether the models were trained on validation interactions as well, once everything was chosen.</summary>
    public bool Refit { get; init; }

    /// <summary>Gets what the generator could write, <c>constrained</c> or <c>free</c>; null where nothing was generated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Generation { get; init; }

    /// <summary>Gets the number of beams of the generator; null where nothing was generated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Beams { get; init; }

    /// <summary>Gets the weight with which users wished for a term of the target; null where there were no wishes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Wish { get; init; }

    /// <summary>Gets the domain that all targets are of; null where they are of any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Domain { get; init; }

    /// <summary>
    /// Gets the mean over users of the distinct term IDs that the generator gave for its beams, which <c>validRate@K</c> counts once each,
    /// those missing against it; null where it alone did not rank.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DistinctTermIds { get; init; }

    /// <summary>Gets what ranked, and what about it is not as usual: <c>generator, free, 50 beams, toys</c>.</summary>
    [JsonIgnore]
    public string Ranking => string.Join(", ", (IEnumerable<string>)[Source, .. Particulars]);

    /// <summary>Gets what about the run is not as usual: free generation, another number of beams, the targets of one domain.</summary>
    [JsonIgnore]
    public IEnumerable<string> Particulars =>
    [
        .. Generation is EvaluateOptions.FreeGeneration ? [Generation] : (string[])[],
        .. Beams is { } beams and not EvaluateOptions.UsualBeams ? [$"{beams} beams"] : (string[])[],
        .. Wish is { } weight ? [$"wish {weight}"] : (string[])[],
        .. Domain is { } domain ? [domain] : (string[])[],
    ];

    /// <summary>
    /// Gets the metrics of users apart, by trait and group: <c>domain</c> of the target, <c>historyLength</c>, <c>targetPopularity</c> in
    /// training. Groups without users are left out.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EvaluationGroup>> Breakdown { get; init; } =
        new Dictionary<string, IReadOnlyList<EvaluationGroup>>();

    /// <summary>Names the targets and counts their users: <c>Test targets of 22,363 users</c>.</summary>
    [JsonIgnore]
    public string Targets
        => $"{TitleOf(Part)} targets of {Readable.Count(Users)} users{(DrawnFrom is { } all ? $", drawn from {Readable.Count(all)}" : "")}";

    /// <summary>Says what the protocol hides, being in the history; null where it hides nothing.</summary>
    [JsonIgnore]
    public string? HiddenTargetsNote => EvaluationTables.HiddenTargets(this);

    /// <summary>Names a metric, without its cut-off, as people read it: <c>NDCG</c>.</summary>
    public static string TitleOf(string metric) => metric switch
    {
        "ndcg" => "NDCG",
        "mrr" => "MRR",
        "novelty" => "Novelty, bits",
        _ => Readable.Words(metric),
    };

    /// <inheritdoc/>
    public string Summarize()
        => $"{Source}, {Protocol}: Recall@10 {Readable.Share(Metrics.TryGetValue("recall@10", out var recall) ? recall : null)}";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() => EvaluationTables.Of(this);
}
