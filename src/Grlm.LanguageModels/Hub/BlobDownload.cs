using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// Downloads one content into the cache: beside its final name, going on where an earlier transfer ended, checked, then moved in place.
/// </summary>
/// <param name="open">Asks for the content from a byte on.</param>
/// <param name="file">What it has to be.</param>
/// <param name="path">Its place in the cache.</param>
/// <param name="options">How patiently.</param>
/// <param name="progress">Told what comes.</param>
internal sealed class BlobDownload(
    Func<long, CancellationToken, Task<HttpResponseMessage>> open, HubFile file, string path, HubOptions options, PullProgress progress)
{
    private const int BufferBytes = 1 << 18;

    private readonly string _incomplete = IncompletePath(path);

    /// <summary>Returns where the part that is there already lies.</summary>
    public static string IncompletePath(string path) => $"{path}.incomplete";

    /// <summary>Downloads what is missing.</summary>
    /// <exception cref="InvalidInputException">The content is not what its checksum or its size say, also at the second time.</exception>
    /// <exception cref="HubUnreachableException">The transfer was cut off again and again.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            await ReceiveAsync(cancellationToken);
            if (await BlobChecksum.MatchesAsync(_incomplete, file.Tag, cancellationToken))
            {
                File.Move(_incomplete, path, overwrite: true);
                progress.Finish();
                return;
            }

            File.Delete(_incomplete);
            progress.Move(-file.Size);
            if (isAgain)
            {
                throw new InvalidInputException(
                    $"'{file.Path}' came twice with another content than its checksum {file.Tag} says. It was deleted; " +
                        $"try again later, or from another mirror (HF_ENDPOINT).");
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            await using var target = new FileStream(_incomplete, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read,
                bufferSize: 0, useAsync: true);
            var before = target.Length;
            try
            {
                await AppendAsync(target, cancellationToken);
                target.Flush(flushToDisk: true);
                return;
            }
            catch (TransferCutException cut)
            {
                // Whoever sends something each time gets the whole across in the end.
                failures = target.Length > before ? 0 : failures + 1;
                if (failures > options.Retries)
                {
                    throw new HubUnreachableException($"The transfer of '{file.Path}' was cut off again and again ({cut.Message})", cut);
                }

                await Task.Delay(Delay(failures), options.Clock, cancellationToken);
            }
        }
    }

    private TimeSpan Delay(int failures) => TimeSpan.FromTicks(
        (long)Math.Min(options.RetryDelay.Ticks * Math.Pow(2, Math.Max(failures - 1, 0)), options.LongestDelay.Ticks));

    private async Task AppendAsync(FileStream target, CancellationToken cancellationToken)
    {
        if (target.Length > file.Size)
        {
            Truncate(target);
        }

        if (target.Length == file.Size)
        {
            return;
        }

        using var response = await open(target.Length, cancellationToken);
        Place(target, response);
        if (response.Content.Headers.ContentLength is { } length && target.Position + length != file.Size)
        {
            throw WrongSize(target, target.Position + length);
        }

        await CopyAsync(response.Content, target, cancellationToken);
        if (target.Position < file.Size)
        {
            throw new TransferCutException($"{target.Position} of {file.Size} bytes came", innerException: null);
        }
    }

    /// <summary>Puts the file's end where the answer begins.</summary>
    private void Place(FileStream target, HttpResponseMessage response)
    {
        var from = response.Content.Headers.ContentRange?.From;
        if (response.StatusCode == HttpStatusCode.PartialContent && from == target.Length)
        {
            target.Position = target.Length;
            return;
        }

        Truncate(target);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new TransferCutException($"the server answered {(int)response.StatusCode} to a request for the rest",
                innerException: null);
        }
    }

    private async Task CopyAsync(HttpContent content, FileStream target, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(options.StallTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await ReadAsync(body, buffer, either.Token, cancellationToken)) > 0)
        {
            if (target.Position + read > file.Size)
            {
                throw WrongSize(target, target.Position + read);
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Receive(read);
            stall.CancelAfter(options.StallTimeout);
        }
    }

    /// <summary>Reads a piece, and tells a fault of the network from one of the disk.</summary>
    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, either);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new TransferCutException(error.Message, error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferCutException($"nothing came for {options.StallTimeout.TotalSeconds:0.#} s", error);
        }
    }

    private void Truncate(FileStream target)
    {
        progress.Move(-Math.Min(target.Length, file.Size));
        target.SetLength(0);
    }

    private InvalidInputException WrongSize(FileStream target, long size)
    {
        // What has come of it is worth nothing, and would be taken up by the next try.
        Truncate(target);
        return new InvalidInputException(
            $"'{file.Path}' should have {file.Size} bytes, and the server sends {size}. " +
                $"Try again later, or from another mirror (HF_ENDPOINT).");
    }

    private sealed class TransferCutException(string message, Exception? innerException) : Exception(message, innerException);
}

/// <summary>
/// Compares a content with its tag where that is a checksum: SHA-256 (64 digits), or the SHA-1 that git gives a file (40 digits).
/// </summary>
internal static class BlobChecksum
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Tells whether a content with this tag can be checked.</summary>
    public static bool IsChecksum(string tag) => tag.Length is 40 or 64 && tag.All(char.IsAsciiHexDigitLower);

    /// <summary>Tells whether the file is what its tag says; also true where the tag is no checksum.</summary>
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
