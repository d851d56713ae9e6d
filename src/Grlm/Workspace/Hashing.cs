using System.Security.Cryptography;
using System.Text;

namespace Grlm.Internal;

/// <summary>SHA-256 as lower-case hexadecimal.</summary>
public static class Hashing
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Hashes a text in UTF-8.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Hashes a file's content, read in pieces.</summary>
    public static string OfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Hashes a file's content, read in pieces: memory stays flat however large it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRead">Told the bytes of each piece.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    public static async Task<string> OfFileAsync(string path, Action<int>? onRead, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        return await OfStreamAsync(file, onRead, cancellationToken);
    }

    /// <summary>Hashes what is left of a stream.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="onRead">Told the bytes of each piece.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    public static async Task<string> OfStreamAsync(Stream file, Action<int>? onRead, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            onRead?.Invoke(read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
