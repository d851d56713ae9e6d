using System.Security.Cryptography;
using System.Text;

namespace Grlm.Serving;

/// <summary>Knows the keys of the store as they were last read, and who may do what with them. Safe for concurrent use.</summary>
internal sealed class ApiKeys
{
    private readonly ApiKeyStore _store;
    private volatile IReadOnlyList<KnownKey> _keys = [];

    private ApiKeys(ApiKeyStore store) => _store = store;

    /// <summary>Tells whether there is a key that is valid.</summary>
    public bool Any => _keys.Count > 0;

    public static async Task<ApiKeys> OpenAsync(ApiKeyStore store, CancellationToken cancellationToken)
    {
        var keys = new ApiKeys(store);
        await keys.ReadAsync(cancellationToken).ConfigureAwait(false);
        return keys;
    }

    /// <summary>Reads the keys again.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var all = await _store.AllAsync(cancellationToken).ConfigureAwait(false);
        _keys = [.. all.Where(key => key.Revoked is null).Select(key => new KnownKey(key, Convert.FromHexString(key.Hash)))];
    }

    /// <summary>Finds the key that a caller has sent; null where it is none. Takes as long whatever was sent.</summary>
    public ApiKey? Find(string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        ApiKey? found = null;
        foreach (var known in _keys)
            found = CryptographicOperations.FixedTimeEquals(known.Hash, hash) ? known.Key : found;
        return found;
    }

    private sealed record KnownKey(ApiKey Key, byte[] Hash);
}
