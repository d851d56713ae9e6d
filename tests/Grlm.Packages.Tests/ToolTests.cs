namespace Grlm.Packages.Tests;

/// <summary>The command as <c>dotnet tool install</c> installs it.</summary>
[Collection(typeof(PackagesCollection))]
public sealed class ToolTests(PackedPackages packages)
{
    [Fact]
    public async Task TheInstalledTool_RunsTheDemo()
    {
        var folder = packages.MakeFolder("tool");
        await Dotnet.RunAsync(folder, "tool", "install", "Grlm.Tool", "--tool-path", folder, "--version", packages.Version,
            "--configfile", packages.NugetConfig);
        var grlm = Path.Combine(folder, OperatingSystem.IsWindows() ? "grlm.exe" : "grlm");
        Assert.StartsWith(packages.Version, await Dotnet.RunAsync(grlm, folder, ["--version"]), StringComparison.Ordinal);

        var shown = await Dotnet.RunAsync(grlm, folder, ["demo"]);
        Assert.Contains("Recommended", shown, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder, "workspaces", "demo", "model")));
    }
}
