namespace Grlm;

/// <summary>Tokens of a text where a server does not count them, so that a budget holds nevertheless.</summary>
internal static class TokenEstimate
{
    private const int CharactersOfAToken = 4;

    /// <summary>Tokens, rounded up.</summary>
    /// <param name="characters">Length of the text.</param>
    public static int Of(int characters) => (characters + CharactersOfAToken - 1) / CharactersOfAToken;
}
