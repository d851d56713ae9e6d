using System.Net.Http.Json;
using System.Text.Json;

namespace Grlm.Packages.Tests;

/// <summary>
/// What README and documentation show of the library, compiled and run as it stands there by projects that have the packages alone.
/// </summary>
[Collection(typeof(PackagesCollection))]
public sealed class SnippetTests(PackedPackages packages)
{
    private static string TorchPackage
        => $"libtorch-cpu-{Repository.System} {PackedPackages.VersionOf($"libtorch-cpu-{Repository.System}")}";

    [Theory]
    [InlineData("recommend")]
    [InlineData("train")]
    public void TheDocumentation_ShowsWhatTheReadmeShows(string mark)
        => Assert.Equal(Repository.Snippet("README.md", mark), Repository.Snippet("docs/library.md", mark));

    [Fact]
    public async Task WhatTrains_Recommends_InFiveLinesAndBehindHttp()
    {
        var training = await packages.CreateProjectAsync(
            "console", "Training", Repository.Snippet("README.md", "train"), "Grlm.Import", "Grlm.Torch", TorchPackage);
        foreach (var file in new[] { "items.jsonl", "sequences.txt" })
        {
            File.Copy(Repository.PathOf("samples", "catalog", file), Path.Combine(training, file));
        }

        await Dotnet.RunAsync(training, await PackedPackages.BuildAsync(training));

        var recommend = Repository.Snippet("README.md", "recommend");
        Assert.InRange(recommend.Split('\n').Count(line => line.Length > 0 && !line.StartsWith("using Grlm", StringComparison.Ordinal)),
            1, 5);
        var shop = await packages.CreateProjectAsync("console", "Shop", recommend, "Grlm");
        var lines = (await Dotnet.RunAsync(training, await PackedPackages.BuildAsync(shop))).Split('\n',
            StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^.+ -?\d+\.\d\d (Direct|Structural|Ranker)$", line.TrimEnd()));

        var web = await packages.CreateProjectAsync("web", "WebShop", Repository.Snippet("docs/library.md", "web"), "Grlm");
        var items = await AskAsync(await PackedPackages.BuildAsync(web), training, "recommendations?history=K-0001,K-0038");
        Assert.Equal(10, items.GetArrayLength());
        Assert.Equal(lines[0].Split(' ')[0], items[0].GetProperty("title").GetString()!.Split(' ')[0]);
    }

    [Fact]
    public async Task TheReadmeOfEachPackage_ShowsCodeThatCompiles()
    {
        string[] libraries = [.. PackedPackages.Libraries.Select(row => row.Data)];
        var folder = await packages.CreateProjectAsync("console", "Readmes", "return;\n", libraries);
        foreach (var library in libraries)
        {
            File.WriteAllText(Path.Combine(folder, $"{library}.cs"),
                InMethod(library, Repository.FirstSnippet(Path.Combine("src", library, "README.md"))));
        }

        await PackedPackages.BuildAsync(folder);
    }

    private static string InMethod(string library, string code)
    {
        var lines = code.Split('\n');
        var usings = lines.TakeWhile(
            line => line.Length == 0
                || line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal));
        return $$"""
            {{string.Join('\n', usings)}}
            static class Readme_{{library.Replace('.', '_')}}
            {
                public static async System.Threading.Tasks.Task RunAsync()
                {
                    await System.Threading.Tasks.Task.Yield();
            {{string.Join('\n', lines.Skip(usings.Count()))}}
                }
            }
            """;
    }

    private static async Task<JsonElement> AskAsync(string program, string directory, string path)
    {
        const string Listening = "Now listening on: ";
        using var server = Dotnet.Start("dotnet", directory, [program, "--urls", "http://127.0.0.1:0"]);
        try
        {
            string? line;
            do
            {
                line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            }
            while (line is not null && !line.Contains(Listening, StringComparison.Ordinal));
            Assert.NotNull(line);
            using var client = new HttpClient
            { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]) };
            return await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }
}
