using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

/// <summary>
/// Damages files of a complete workspace and runs what reads them: the answer is the same as of the sound one, or a refusal that names a
/// remedy. Never another answer without a word, an end without one, or a fault of the command itself.
/// </summary>
public sealed partial class CorruptionTests : IDisposable
{
    private const int Tries = 1_000;

    private const string Run = "filtered-popular-test";

    private static readonly Dictionary<string, string[][]> _readers = new(StringComparer.Ordinal)
    {
        ["dataset"] =
        [
            ["recommend", "--user", "1", "--source", "popular"],
            ["evaluate", "--source", "popular", "--force"],
            ["terms", "--force"],
            ["instruct", "--force"],
            ["embed", "--force"],
        ],
        ["neighbors"] = [["terms", "--force"], ["report"]],
        ["terms"] = [["recommend", "--user", "1", "--source", "popular"], ["ground", "mug, small, item"],
            ["report"], ["instruct", "--force"]],
        ["ranker"] = [["recommend", "--user", "1", "--source", "ranker"], ["report"], ["instruct", "--force"],
            ["recommend", "--user", "1"]],
        ["model"] = [["recommend", "--user", "1"], ["recommend", "--user", "1", "--source", "generator"],
            ["report"], ["evaluate", "--source", "fused", "--force"]],
        ["evaluation"] = [["report"], ["evaluate", "--source", "bm25", "--against", Run], ["evaluate", "--source", "popular"]],
        ["instructions"] = [["instruct"], ["report"]],
    };

    private readonly TemporaryFolder _folder = new();

    private string Made => Path.Combine(_folder.Path, "made");

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 900_000)]
    public async Task ADamagedFile_IsRefusedOrHarmless_NeverAnotherAnswer()
    {
        await MakeWorkspaceAsync();
        var faults = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(TryAsync))
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(faults.All(found => found.Count == 0),
            $"{faults.Sum(found => found.Count)} of {Tries}:\n{string.Join('\n', faults.SelectMany(found => found))}");
    }

    /// <summary>Does a worker's share of the tries, in a folder of its own; a try is the same whoever does it.</summary>
    private async Task<IReadOnlyList<string>> TryAsync(int worker)
    {
        string[] files = [.. Directory.EnumerateFiles(Made, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Made, file).Replace('\\', '/'))
            .Where(file => file.Contains('/', StringComparison.Ordinal) && Path.GetFileName(file) != "report.html")
            .Order(StringComparer.Ordinal)];
        var tried = Path.Combine(_folder.Path, $"tried{worker}");
        var (sounds, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        for (var number = worker; number < Tries; number += Environment.ProcessorCount)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var random = new Random(number);
            var file = files[number % files.Length];
            var readers = _readers[file.Split('/')[0]];
            var reader = readers[random.Next(readers.Length)];
            if (!sounds.TryGetValue(string.Join(' ', reader), out var sound))
            {
                Reset(tried);
                sound = await AnswerAsync(tried, reader);
                Assert.StartsWith("0", sound, StringComparison.Ordinal);
                sounds[string.Join(' ', reader)] = sound;
            }

            Reset(tried);
            var damage = Damage(Path.Combine(tried, file), files, random);
            var answer = await AnswerAsync(tried, reader);
            if (answer != sound && !Refusal().IsMatch(answer))
            {
                faults.Add($"{file} {damage}: {string.Join(' ', reader)}: {answer[..Math.Min(300, answer.Length)]}");
            }
        }

        return faults;
    }

    private async Task MakeWorkspaceAsync()
    {
        string[] kinds = ["mug", "lamp", "soap", "tent", "chair", "rope"];
        string[] colors = ["blue", "red", "green", "white", "black"];
        _folder.Write("items.jsonl", string.Join('\n', Enumerable.Range(0, 30).Select(item =>
            $$"""{"item_id": "i{{item}}", "title": "{{colors[item % 5]}} {{kinds[item % 6]}} number {{item}}", "brand": "Brand{{item % 4}}", "categories": [["Home", "{{kinds[item % 6]}}s"]], "description": "A {{colors[item % 5]}} one"}""")));
        _folder.Write("sequences.txt", string.Join('\n', Enumerable.Range(1, 24).Select(user =>
            $"{user} {string.Join(' ', Enumerable.Range(0, 7)
                .Select(step => $"i{((user * 7) + (step * step * (1 + (user % 3)))) % 30}").Distinct())}")));
        foreach (var command in (string[])["import --items items.jsonl --interactions sequences.txt", "embed --neighbors 3", "terms",
            "rank --epochs 1 --threads 1", "train --epochs 1 --threads 1", "evaluate --source popular", "evaluate --source ranker",
            "instruct"])
        {
            var result = await CommandProcess.RunAsync(_folder.Path, [.. command.Split(' '), "-w", "made"]);
            Assert.True(result.ExitCode == 0, $"{command}: {result.Messages}");
        }
    }

    private void Reset(string tried)
    {
        if (Directory.Exists(tried))
        {
            Directory.Delete(tried, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(Made, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(tried, Path.GetRelativePath(Made, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string Damage(string path, string[] files, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var (place, kind) = (random.Next(bytes.Length), random.Next(10));
        switch (kind)
        {
            case 0:
                File.Delete(path);
                return "deleted";
            case 1:
                File.WriteAllBytes(path, []);
                return "emptied";
            case 2:
                File.WriteAllBytes(path, bytes[..place]);
                return $"cut at {place}";
            case 3:
                File.WriteAllBytes(path, [.. bytes, .. new byte[1 + random.Next(64)]]);
                return "longer";
            case 4:
                bytes.AsSpan(place, Math.Min(512, bytes.Length - place)).Clear();
                File.WriteAllBytes(path, bytes);
                return $"a sector of zeros at {place}";
            case 5:
                var other = files[random.Next(files.Length)];
                File.Copy(Path.Combine(Made, other), path, overwrite: true);
                return $"replaced by {other}";
            default:
                var bit = random.Next(8);
                bytes[place] ^= (byte)(1 << bit);
                File.WriteAllBytes(path, bytes);
                return $"bit {bit} of byte {place} flipped";
        }
    }

    /// <summary>Exit code, result without times, and the report's page; the messages of a refusal instead.</summary>
    private async Task<string> AnswerAsync(string tried, string[] arguments)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, messages,
            new TerminalTraits(ResultsInColor: false, MessagesInColor: false, Width: 80, IsTyped: false));
        var exitCode = await Task.Run(
            () => CommandLine.RunAsync([.. arguments, "--json", "-w", tried], new Product(), terminal, () => _folder.Path,
                TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        var page = Path.Combine(tried, "evaluation", "report.html");
        return exitCode == 0
            ? $"0 {WithoutTimes(JsonNode.Parse(output.ToString()))!.ToJsonString()} " +
                (arguments[0] == "report" ? File.ReadAllText(page) : "")
            : $"{exitCode} {messages}";
    }

    private static JsonNode? WithoutTimes(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in (string[])["seconds", "milliseconds", "skipped"])
                {
                    members.Remove(name);
                }

                foreach (var member in members)
                {
                    WithoutTimes(member.Value);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    WithoutTimes(element);
                }

                break;
        }

        return node;
    }

    // Bad input or a missing prerequisite, with a remedy and no name of a class in it.
    [GeneratedRegex(@"^[34] (?!.*Exception)(?s:.*)(grlm \w+|delete the folder)", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Refusal();
}
