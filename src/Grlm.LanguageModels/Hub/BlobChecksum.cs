using System.Security.Cryptography;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Compares a content with its tag where that is a checksum: SHA-256 (64 digits), or the SHA-1 that git gives a file (40 digits).</summary>
internal static class BlobChecksum
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether a content with this tag can be checked.</summary>
    public static bool IsChecksum(string tag) => tag.Length is 40 or 64 && tag.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether the file is what its tag says; also true where the tag is no checksum.</summary>
    public static async Task<bool> MatchesAsync(string path, string tag, CancellationToken cancellationToken)
    {
        if (!IsChecksum(tag))
        {
            return true;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(tag.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (tag.Length == 40)
        {
            // git hashes its own header before the content.
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        }

        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == tag;
    }
}
