using System.Security.Cryptography;
using System.Text;

namespace Grlm.Serving;

/// <summary>Makes keys. The secret is told once and kept by nobody here: the store has its hash.</summary>
public sealed class NewApiKey
{
    private const int IdBytes = 4, SecretBytes = 32;

    private NewApiKey(ApiKey key, string secret) => (Key, Secret) = (key, secret);

    /// <summary>Gets what the store keeps.</summary>
    public ApiKey Key { get; }

    /// <summary>Gets what a client sends: <c>grlm_</c>, the id, and 256 random bits.</summary>
    public string Secret { get; }

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="now">When it is made.</param>
    public static NewApiKey Create(string name, ApiScope scope, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = $"grlm_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        string[] scopes = [.. Enum.GetValues<ApiScope>().Where(each => each <= scope).Select(each => each.ToString().ToLowerInvariant())];
        return new NewApiKey(new ApiKey(id, name, hash, scopes, now), secret);
    }
}
