using System.Text.Json;
using System.Text.Json.Nodes;
using Grlm.Import;
using Grlm.Serving;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws how files were understood: their form, their columns, and what was left out.</summary>
internal static class FileTables
{
    private const int ShownEvents = 8;

    /// <summary>Returns the files of an import.</summary>
    public static IRenderable Of(IReadOnlyList<FileReading> files)
        => new Rows(files.Select(file => Lines(Path.GetFileName(file.File), LinesOf(file))));

    /// <summary>Draws what an import would see in a file.</summary>
    public static IRenderable Of(FilePreview preview) => Lines(
        $"{preview.Reading.File}: {preview.Content}",
        [
            .. LinesOf(preview.Reading),
            .. preview.Times is { } times
                ? [("Times", $"{times.Unit}, {times.Earliest:yyyy-MM-dd} to {times.Latest:yyyy-MM-dd}")] : Array.Empty<(string, string)>(),
            ("Rows", Readable.Count(preview.Rows)),
            .. preview.First.Select((row, place) => (place == 0 ? "Stored as" : "", JsonOutput.LineOf(row))),
            .. preview.Dropped.Select(dropped => ("Would drop", $"{Readable.Count(dropped.Value)}: {dropped.Key}")),
            .. preview.FirstFault is { } fault ? [("The first", fault)] : Array.Empty<(string, string)>(),
        ]);

    private static IEnumerable<(string Name, string Value)> LinesOf(FileReading file) =>
    [
        ("Form", file.Form),
        .. file.Columns.Count > 0 ? [("Read", string.Join(", ", file.Columns.Select(column => Named(column.Key, column.Value))))]
            : Array.Empty<(string, string)>(),
        .. file.Unread.Count > 0 ? [("Not read", string.Join(", ", file.Unread))] : Array.Empty<(string, string)>(),
        .. file.Events.Count > 0
            ? [("Events",
                string.Join(", ",
                    file.Events.OrderByDescending(kind => kind.Value).Take(ShownEvents)
                        .Select(kind => $"{kind.Key} {Readable.Count(kind.Value)}")))]
            : Array.Empty<(string, string)>(),
        .. file.DroppedValues.Select(dropped => ("Left out", $"{Readable.Count(dropped.Value)} values: {dropped.Key}")),
    ];

    private static string Named(string column, string role)
        => column.Equals(role, StringComparison.OrdinalIgnoreCase) ? column : $"{column} as {role}";

    private static Rows Lines(string heading, IEnumerable<(string Name, string Value)> lines)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in lines)
        {
            grid.AddRow(Printed.Line(name, Styles.Muted), Printed.Line(value));
        }

        return new Rows(Printed.Line(heading, Styles.Strong), new Padder(grid, new Padding(2, 0, 0, 1)));
    }
}

/// <summary>Writes the JSON documents that <c>--json</c> prints.</summary>
internal static class JsonOutput
{
    /// <summary>Returns where a server listens.</summary>
    public static string OfAddress(string address) => new JsonObject { ["address"] = address }.ToJsonString();

    /// <summary>Returns a new key with its secret, which is told this once.</summary>
    public static string OfKey(NewApiKey key) => Describe(key.Key, key.Secret).ToJsonString(WorkspaceJson.Options);

    /// <summary>Returns what is known of a key.</summary>
    public static string OfKey(ApiKey key) => Describe(key, null).ToJsonString();

    private static JsonObject Describe(ApiKey key, string? secret)
    {
        var document = new JsonObject
        {
            ["id"] = key.Id,
            ["name"] = key.Name,
            ["scopes"] = new JsonArray([.. key.Scopes.Select(scope => JsonValue.Create(scope))]),
            ["created"] = key.Created,
            ["revoked"] = key.Revoked,
        };
        if (secret is not null)
            document["key"] = secret;
        return document;
    }

    private static readonly JsonSerializerOptions _onOneLine = new(WorkspaceJson.Options) { WriteIndented = false };

    /// <summary>Writes any record as a document.</summary>
    public static string Of(object value) => JsonSerializer.Serialize(value, WorkspaceJson.Options);

    /// <summary>Writes any record as a document on one line.</summary>
    public static string LineOf(object value) => JsonSerializer.Serialize(value, _onOneLine);

    /// <summary>Returns a stage's result record with what is worth knowing of its run beside it.</summary>
    public static JsonObject OfStage(IStageOutcome run)
    {
        var members = (JsonObject)JsonSerializer.SerializeToNode(run.Result, WorkspaceJson.Options)!;
        members["artifact"] = run.Artifact;
        members["skipped"] = run.Skipped;
        members.TryAdd("seconds", run.Seconds);
        return members;
    }
}
