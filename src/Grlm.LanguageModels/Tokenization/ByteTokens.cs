using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of a vocabulary, which stand for bytes that no other token covers.</summary>
/// <param name="ids">The vocabulary.</param>
internal sealed class ByteTokens(Dictionary<string, int> ids)
{
    private readonly int?[] _ids =
        [.. Enumerable.Range(0, 256).Select(value => ids.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), out var id) ? id : (int?)null)];

    /// <summary>The tokens of a text's bytes in UTF-8; null if one of them has none.</summary>
    public int[]? Of(ReadOnlySpan<char> text)
    {
        var tokens = Array.ConvertAll(Encoding.UTF8.GetBytes(text.ToString()), value => _ids[value]);
        return Array.TrueForAll(tokens, token => token is not null) ? Array.ConvertAll(tokens, token => token!.Value) : null;
    }

    /// <summary>Whether a token is a byte's, and which.</summary>
    public static bool TryRead(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
