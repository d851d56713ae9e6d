using System.Text.Json;

namespace Grlm.Reports;

/// <summary>
/// Reads how the models of a workspace were trained: <c>training.jsonl</c>, by epoch or by step, and the manifest beside it.
/// </summary>
internal static class TrainingReader
{
    private const string Log = ArtifactNames.TrainingLog;

    private static readonly (string Property, string Name)[] _losses = [("loss", "training"), ("validationLoss", "validation")];
    private static readonly (string Property, string Name)[] _measures = [("validationRecallAt10", "Recall@10"),
        ("validationNdcgAt10", "NDCG@10")];

    /// <summary>Returns the ranker and the generator.</summary>
    public static IReadOnlyList<TrainingContent> Read(GrlmWorkspace workspace, ReportOptions options)
        => [Read(workspace, options, "Ranker", ArtifactNames.Ranker), Read(workspace, options, "Generator", ArtifactNames.Model)];

    private static TrainingContent Read(GrlmWorkspace workspace, ReportOptions options, string name, string folder)
    {
        var manifest = Manifest.TryRead(workspace.PathOf(folder), folder);
        return manifest is null
            ? new TrainingContent(name, options.CommandOf(ArtifactNames.StageOf(folder)), [], [])
            : new TrainingContent(
                name,
                options.CommandOf(ArtifactNames.StageOf(folder)),
                [.. Facts(manifest)],
                [.. Charts(name, folder, Number(manifest.Result, "bestEpoch"),
                    JsonDocumentFile.ReadLines(workspace.FilesOf(folder).Find(Log)))]);
    }

    private static IEnumerable<Tile> Facts(Manifest manifest)
    {
        if (Number(manifest.Result, "parameters") is { } parameters)
        {
            yield return new Tile("Trained numbers", Readable.Count((long)parameters));
        }

        if (Number(manifest.Result, "epochs") is { } epochs)
        {
            yield return new Tile("Epochs", $"{epochs:0}", Number(manifest.Result, "bestEpoch") is { } best ? $"best: {best:0}" : "");
        }

        yield return new Tile("Time", Readable.Duration(TimeSpan.FromSeconds(manifest.Seconds)));
        foreach (var (property, name) in _measures)
        {
            if (Number(manifest.Result, property) is { } value)
            {
                yield return new Tile($"Validation {name}", Readable.Share(value));
            }
        }
    }

    private static IEnumerable<Chart> Charts(string name, string folder, double? best, IReadOnlyList<JsonElement> records)
    {
        var x = records.Any(record => Number(record, "step") is not null) ? "step" : "epoch";

        // Members of an ensemble are kept each at an epoch of its own.
        var mark = best > 0 && x == "epoch" && MembersOf(records).Count == 1 ? best : null;
        var note = mark is null ? "" : " The dotted line is the epoch that was kept.";
        if (Lines(records, x, _losses) is { Count: > 0 } losses)
        {
            yield return new LineChart(
                $"{folder}-loss", $"{name}: loss", $"Loss of the {name.ToLowerInvariant()} in nats by {x}.{note}", Readable.Words(x),
                "Loss in nats")
            {
                Mark = mark,
            }.Draw(losses);
        }

        if (Lines(records, x, _measures) is { Count: > 0 } measures)
        {
            yield return new LineChart(
                $"{folder}-validation",
                $"{name}: validation users",
                $"Recall@10 and NDCG@10 of the {name.ToLowerInvariant()} on validation users by {x}.{note}",
                Readable.Words(x),
                "Validation metric")
            {
                Mark = mark,
                Format = value => Readable.Share(value),
                YFormat = value => $"{value:.00##}",
            }.Draw(measures);
        }
    }

    private static List<(string Name, IReadOnlyList<(double X, double Y)> Points)> Lines(
        IReadOnlyList<JsonElement> records, string x, (string Property, string Name)[] properties)
    {
        var lines = new List<(string Name, IReadOnlyList<(double X, double Y)> Points)>();
        var members = MembersOf(records);
        foreach (var (property, name) in properties)
        {
            foreach (var member in members)
            {
                var memberName = members.Count > 1 ? $"{name}, member {member.Key:0}" : name;
                lines.AddRange(
                    Courses(member, x, property).Select((points, course) => (course == 0 ? memberName : $"{memberName}, again", points)));
            }
        }

        return lines;
    }

    /// <summary>Returns the records of each model that was trained apart; those of the only one where there are no several.</summary>
    private static List<IGrouping<double?, JsonElement>> MembersOf(IReadOnlyList<JsonElement> records)
        => [.. records.GroupBy(record => Number(record, "member"))];

    /// <summary>Returns the points of one model: a new course begins where epochs or steps are counted from the beginning again.</summary>
    private static IEnumerable<IReadOnlyList<(double X, double Y)>> Courses(IEnumerable<JsonElement> records, string x, string property)
    {
        List<List<(double X, double Y)>> courses = [];
        foreach (var record in records)
        {
            if ((Number(record, x), Number(record, property)) is not ({ } place, { } value))
            {
                continue;
            }

            if (courses is not [.., [.., var (last, _)]] || place <= last)
            {
                courses.Add([]);
            }

            courses[^1].Add((place, value));
        }

        return courses.Where(course => course.Count > 1);
    }

    private static double? Number(JsonElement record, string property)
        => record.ValueKind == JsonValueKind.Object && record.TryGetProperty(property, out var value)
            && value.ValueKind == JsonValueKind.Number
            && double.IsFinite(value.GetDouble()) ? value.GetDouble() : null;
}
