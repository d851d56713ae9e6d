using System.Security.Cryptography;

namespace Grlm;

/// <summary>Names the model that figures come from: its kind and a hash of its configuration and weights.</summary>
internal static class ModelFingerprint
{
    private const int Digits = 12;

    /// <summary>
    /// Returns the name of the model in an artifact folder: <c>generator 3fa92bc01d77</c>; the kind alone where the folder has no model
    /// file.
    /// </summary>
    public static async Task<string> OfAsync(string kind, string folder, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder,
                "*.safetensors").Concat(Directory.EnumerateFiles(folder, "config.json")).Order(StringComparer.Ordinal).ToList()
            : [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        return files.Count == 0 ? kind : $"{kind} {Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits]}";
    }
}
