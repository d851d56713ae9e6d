using System.Text.Json;

namespace Grlm.EndToEnd.Tests;

/// <summary>What came of a command.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The one JSON document on standard output.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
