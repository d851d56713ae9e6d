using System.Security.Cryptography;

namespace Grlm.Serving;

/// <summary>
/// Keeps the files that versions of the model consist of, by the hash of their content, each once whoever has it. Safe for concurrent use.
/// </summary>
internal sealed class ModelFileStore
{
    private const int PartBytes = 4 << 20;

    // What was sent and never became a version is left for so long, in case it is still to become one.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly StoreSession _session;

    internal ModelFileStore(StoreSession session) => _session = session;

    /// <summary>Tells whether a file is there, all of it.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<bool> HasAsync(string hash, long bytes, CancellationToken cancellationToken)
    {
        var there = await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                "select count(*), sum(length(data)) from model_parts where hash = @hash",
                new() { { "hash", hash } },
                row => row.GetInt64(0) > 0 && row.GetInt64(1) == bytes,
                token),
            cancellationToken).ConfigureAwait(false);
        return there[0];
    }

    /// <summary>Keeps a file, which is read to its end; parts that are there already stay as they are.</summary>
    /// <exception cref="ApiException">Its content has another hash; nothing of it is kept then.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; send it again.</exception>
    public async Task PutAsync(string hash, Stream content, CancellationToken cancellationToken)
    {
        // The hash is known at the end: until then the parts lie under a name that is no hash.
        var waiting = $"waiting {Guid.CreateVersion7():N}";
        using var found = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PartBytes];
        try
        {
            for (var part = 0L; ; part++)
            {
                var read = await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                found.AppendData(buffer, 0, read);
                if (read > 0 || part == 0)
                    await AddAsync(waiting, part, buffer[..read], cancellationToken).ConfigureAwait(false);
                if (read < PartBytes)
                    break;
            }

            if (Convert.ToHexStringLower(found.GetHashAndReset()) != hash)
            {
                throw ApiException.Invalid("hash-mismatch",
                    $"What was sent has not the hash {hash}: it was damaged on its way, or the file changed meanwhile. Publish again.");
            }

            await RenameAsync(waiting, hash, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await ((Task)RenameAsync(waiting, null, CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Writes a file to a stream.</summary>
    /// <returns>False if it is not there, or not all of it.</returns>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<bool> CopyToAsync(string hash, Stream target, CancellationToken cancellationToken)
    {
        using var found = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var part = 0L; ; part++)
        {
            var values = new SqlValues { { "hash", hash }, { "part", part } };
            var data = await _session.ReadAsync(
                (scope, token) => scope.QueryAsync(
                    "select data from model_parts where hash = @hash and part = @part", values,
                    row => row.GetFieldValue<byte[]>(0), token),
                cancellationToken).ConfigureAwait(false);
            if (data.Count == 0)
                return Convert.ToHexStringLower(found.GetHashAndReset()) == hash;
            found.AppendData(data[0]);
            await target.WriteAsync(data[0], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the files that no version has, within a write of its caller.</summary>
    public static Task<int> ForgetAsync(StoreScope scope, CancellationToken cancellationToken)
        => scope.ExecuteAsync(
            "delete from model_parts where created < @before and hash not in (select hash from model_files)",
            new() { { "before", scope.Now - (long)Grace.TotalMilliseconds } },
            cancellationToken);

    private Task<int> AddAsync(string name, long part, byte[] data, CancellationToken cancellationToken)
        => _session.WriteAsync(
            (scope, token) => scope.ExecuteAsync(
                "insert into model_parts (hash, part, data, created) values (@hash, @part, @data, @now)",
                new() { { "hash", name }, { "part", part }, { "data", data }, { "now", scope.Now } },
                token),
            cancellationToken);

    /// <summary>Gives parts their name; without one they are deleted, and so they are where they are there already.</summary>
    private Task<int> RenameAsync(string name, string? hash, CancellationToken cancellationToken)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                if (hash is not null)
                {
                    // Whoever takes a number is alone until he commits: nobody else puts the same file in between.
                    await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                    var there = await scope.QueryAsync(
                        "select count(*) from model_parts where hash = @hash", new() { { "hash", hash } }, row => row.GetInt64(0), token)
                        .ConfigureAwait(false);
                    if (there[0] == 0)
                    {
                        await scope.ExecuteAsync(
                            "update model_parts set hash = @hash where hash = @name", new() { { "hash", hash }, { "name", name } }, token)
                            .ConfigureAwait(false);
                    }
                }

                return await scope.ExecuteAsync("delete from model_parts where hash = @name", new() { { "name", name } }, token)
                    .ConfigureAwait(false);
            },
            cancellationToken);
}
