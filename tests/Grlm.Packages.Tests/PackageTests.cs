using System.Xml.Linq;

namespace Grlm.Packages.Tests;

/// <summary>What the packages say and hold.</summary>
[Collection(typeof(PackagesCollection))]
public sealed class PackageTests(PackedPackages packages)
{
    public static TheoryData<string> Libraries => PackedPackages.Libraries;

    [Fact]
    public void ThereIsOnePackageALibrary_AndOneForTheTool_WithOneOfThisSystem()
    {
        string[] expected = [.. Libraries.Select(row => row.Data), "Grlm.Tool", $"Grlm.Tool.{Repository.System}"];
        Assert.Equal(
            expected.Select(name => $"{name}.{packages.Version}.nupkg").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packages.Folder, "*.nupkg").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    [InlineData("Grlm.Tool")]
    public void APackage_SaysWhatItIs_AndHasAReadmeOfItsOwn(string package)
    {
        var nuspec = packages.Nuspec(package);
        Assert.Equal("Apache-2.0", Value("license"));
        Assert.True(Value("description").Length > 30);
        Assert.Contains("generative-recommendation", Value("tags").Split(' '));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEqual("Package Description", Value("description"));
        Assert.Equal("git", (string?)Element("repository").Attribute("type"));
        Assert.Equal(40, ((string?)Element("repository").Attribute("commit"))?.Length);

        using var archive = packages.Open(package);
        using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
        var text = readme.ReadToEnd();
        Assert.StartsWith($"# {package}\n", text, StringComparison.Ordinal);
        Assert.Contains("```", text, StringComparison.Ordinal);
        Assert.Contains("docs/", text, StringComparison.Ordinal);

        XElement Element(string name) => nuspec.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ALibrary_ComesWithDocumentationAndSymbols(string package)
    {
        using var archive = packages.Open(package);
        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.dll"));
        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.xml"));
        using var symbols = packages.Open(package, "snupkg");
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{package}.pdb"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ALibrary_DependsOnWhatItsProjectNames_AndOnNothingElse(string package)
    {
        var project = XDocument.Load(Repository.PathOf("src", package, $"{package}.csproj"));
        var expected = project.Descendants("PackageReference")
            .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all")
            .Select(reference => reference.Attribute("Include")!.Value)
            .Concat(project.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)));
        var dependencies = packages.Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency").ToArray();
        Assert.Equal(expected.Order(StringComparer.Ordinal),
            dependencies.Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.All(dependencies, dependency => Assert.Equal(
            dependency.Attribute("id")!.Value is var id && id.StartsWith("Grlm", StringComparison.Ordinal)
                ? packages.Version : PackedPackages.VersionOf(id),
            dependency.Attribute("version")!.Value));
    }
}
