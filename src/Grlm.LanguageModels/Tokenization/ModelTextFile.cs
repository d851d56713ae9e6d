using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Reads the text files beside a model's weights, which may come from anywhere: bounded, and every failure named.</summary>
internal static class ModelTextFile
{
    /// <summary>Ten times the largest known <c>tokenizer.json</c>.</summary>
    private const int LargestFile = 256 << 20;

    /// <exception cref="MissingPrerequisiteException">The file isn't there.</exception>
    /// <exception cref="InvalidInputException">The file cannot be read or is larger than any such file.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var content = new MemoryStream();
            var buffer = new byte[1 << 20];
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                content.Write(buffer, 0, count);
                if (content.Length > LargestFile)
                {
                    throw new InvalidInputException($"{file} is larger than {LargestFile >> 20} MB, which no such file is. Fetch it again.");
                }
            }

            return content.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingPrerequisiteException($"{file} is not there; a model's folder needs it beside the weights.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>How System.Text.Json reports what isn't JSON, isn't the value expected, or isn't there.</summary>
    public static bool IsMalformedJson(Exception exception)
        => exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;
}
