namespace Grlm.LanguageModels;

/// <summary>A token and its logit. Higher logits come first, of equal ones lower tokens.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logit">Its logit.</param>
internal readonly record struct TokenLogit(int Token, float Logit) : IComparable<TokenLogit>
{
    /// <summary>What every token beats.</summary>
    public static TokenLogit None { get; } = new(int.MaxValue, float.NegativeInfinity);

    /// <inheritdoc/>
    public int CompareTo(TokenLogit other) => other.Logit.CompareTo(Logit) is not 0 and var order ? order : Token.CompareTo(other.Token);

    public static bool operator <(TokenLogit left, TokenLogit right) => left.CompareTo(right) < 0;

    public static bool operator <=(TokenLogit left, TokenLogit right) => left.CompareTo(right) <= 0;

    public static bool operator >(TokenLogit left, TokenLogit right) => left.CompareTo(right) > 0;

    public static bool operator >=(TokenLogit left, TokenLogit right) => left.CompareTo(right) >= 0;
}
