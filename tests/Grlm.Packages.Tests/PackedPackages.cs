using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Grlm.Packages.Tests;

/// <summary>
/// Packs the solution into a folder, once for all tests, and makes projects outside the repository that take packages from there. What the
/// packages need comes from the machine's own cache, and no more than that is asked of its registries: with a full cache, nothing.
/// </summary>
public sealed partial class PackedPackages : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("grlm-packages-").FullName;

    /// <summary>The version of all packages, which no other pack has.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>Where the packages are.</summary>
    public string Folder => Path.Combine(_root, "packages");

    /// <summary>Names the folder, and the machine's cache, to NuGet; it holds for everything below its folder.</summary>
    public string NugetConfig => Path.Combine(_root, "nuget.config");

    /// <summary>The projects of the libraries, whose names are those of their packages.</summary>
    public static TheoryData<string> Libraries { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"),
            "*.csproj", SearchOption.AllDirectories).Select(project => Path.GetFileNameWithoutExtension(project))
            .Where(name => name != "Grlm.Cli").Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        // Into folders of its own: other tests run what the solution's build has left in the usual ones. The tool for this system alone:
        // others' libtorch is large.
        await Dotnet.RunAsync(
            Repository.Root, "pack", "Grlm.slnx", "-c", "Release", "-o", Folder, "--artifacts-path", Path.Combine(_root, "artifacts"),
            $"-p:Version={Version}",
            $"-p:ToolPackageRuntimeIdentifiers={Repository.System}", "-p:RunAnalyzers=false", "-v", "quiet");
        await WriteNugetConfigAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes an empty folder beside the projects.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, "projects", name)).FullName;

    /// <summary>Makes a project of a template that takes packages from the folder.</summary>
    /// <param name="template">The template: <c>console</c>.</param>
    /// <param name="name">Folder and name.</param>
    /// <param name="program">What its <c>Program.cs</c> is.</param>
    /// <param name="packages">Names of packages, or of others with their versions: <c>libtorch-cpu-linux-x64 2.10.0</c>.</param>
    /// <returns>Its folder.</returns>
    public async Task<string> CreateProjectAsync(string template, string name, string program, params string[] packages)
    {
        var folder = MakeFolder(name);
        await Dotnet.RunAsync(folder, "new", template, "--name", name, "--output", folder, "--no-restore");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        var path = Path.Combine(folder, $"{name}.csproj");
        var project = XDocument.Load(path);
        project.Root!.Add(new XElement("ItemGroup", packages.Select(package => package.Split(' ')).Select(words => new XElement(
            "PackageReference", new XAttribute("Include", words[0]),
            new XAttribute("Version", words is [_, var version] ? version : Version)))));
        // Names of the same file in place of copies, as this repository's own programs have it.
        project.Root.Add(new XElement("PropertyGroup", new XElement("CreateHardLinksForCopyLocalIfPossible", true)));
        project.Save(path);
        return folder;
    }

    /// <summary>Builds a project, and returns the path of its program.</summary>
    public static async Task<string> BuildAsync(string folder)
    {
        await Dotnet.RunAsync(folder, "build", "-c", "Release", "-v", "quiet");
        return Path.Combine(folder, "bin", "Release", "net10.0", $"{Path.GetFileName(folder)}.dll");
    }

    /// <summary>The version of a package in the repository's list.</summary>
    public static string VersionOf(string package)
        => XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;

    /// <summary>What a package says of itself.</summary>
    public XElement Nuspec(string package)
    {
        using var archive = Open(package);
        using var content = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(content).Root!.Elements().Single();
    }

    /// <summary>Opens a package.</summary>
    public ZipArchive Open(string package, string extension = "nupkg")
        => ZipFile.OpenRead(Path.Combine(Folder, $"{package}.{Version}.{extension}"));

    // The packages come from the folder alone, and what the machine has restored before is not asked for again.
    private async Task WriteNugetConfigAsync()
    {
        var cache = (await Dotnet.RunAsync(_root, "nuget", "locals", "global-packages", "--list")).Split(": ", 2)[1].Trim();
        var sources = Source().Matches(await Dotnet.RunAsync(_root, "nuget", "list", "source")).Select(match => match.Groups["name"].Value);
        new XElement(
            "configuration",
            new XElement("packageSources", Add("packed", Folder)),
            new XElement("fallbackPackageFolders", Add("machine", cache)),
            new XElement("config", Add("globalPackagesFolder", Path.Combine(_root, "cache"))),
            new XElement("packageSourceMapping", [Mapping("packed", "Grlm*"), .. sources.Select(source => Mapping(source, "*"))]))
            .Save(NugetConfig);

        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
        static XElement Mapping(string source, string pattern)
            => new("packageSource", new XAttribute("key", source), new XElement("package", new XAttribute("pattern", pattern)));
    }

    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+?) \[Enabled\]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();
}
