using System.Text.Json;

namespace Grlm.Providers;

/// <summary>JSON files of a model.</summary>
internal static class ModelJson
{
    /// <summary>Reads a file; the caller disposes it.</summary>
    /// <exception cref="InvalidInputException">It is not JSON.</exception>
    public static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException error)
        {
            throw Unsound(file, error.Message, error);
        }
    }

    /// <summary>What to throw where a file is not what it should be.</summary>
    public static InvalidInputException Unsound(string file, string problem, Exception? cause = null)
        => new($"{file} is not what it should be: {problem.TrimEnd('.')}. Fetch the model again.", cause);
}
