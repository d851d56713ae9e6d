using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>The JSON documents that <c>--json</c> prints.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions _onOneLine = new(WorkspaceJson.Options) { WriteIndented = false };

    /// <summary>Any record as a document.</summary>
    public static string Of(object value) => JsonSerializer.Serialize(value, WorkspaceJson.Options);

    /// <summary>Any record as a document on one line.</summary>
    public static string LineOf(object value) => JsonSerializer.Serialize(value, _onOneLine);

    /// <summary>A stage's result record with what is worth knowing of its run beside it.</summary>
    public static JsonObject OfStage(IStageOutcome run)
    {
        var members = (JsonObject)JsonSerializer.SerializeToNode(run.Result, WorkspaceJson.Options)!;
        members["artifact"] = run.Artifact;
        members["skipped"] = run.Skipped;
        members.TryAdd("seconds", run.Seconds);
        return members;
    }
}
