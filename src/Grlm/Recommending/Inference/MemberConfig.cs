namespace Grlm;

/// <summary>One member of a ranker.</summary>
/// <param name="Temperature">What its cosines are divided by.</param>
/// <param name="Kind">What its item vectors are made of.</param>
internal sealed record MemberConfig(double Temperature, MemberKind Kind = MemberKind.Full);
