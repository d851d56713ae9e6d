using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>Describes a trial of a search: one line of <c>trials.jsonl</c>.</summary>
/// <param name="Inputs">Version of what it was trained on: trials on other data say nothing here.</param>
/// <param name="Options">The options that it was trained with.</param>
/// <param name="RecallAt10">Recall@10 on validation users.</param>
/// <param name="NdcgAt10">NDCG@10 on validation users.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TrialRecord(string Inputs, JsonObject Options, double RecallAt10, double NdcgAt10, double Seconds);
