using System.Text.Json;

namespace Grlm;

/// <summary>Writes the report of a stage as JSON that scripts rely on: camelCase, indented, other scripts unescaped.</summary>
internal static class ReportFile
{
    public static async Task WriteAsync<T>(string path, T report, CancellationToken cancellationToken)
    {
        using var stream = File.Create(path);
        await JsonSerializer.SerializeAsync(stream, report, WorkspaceJson.Options, cancellationToken);
    }
}
