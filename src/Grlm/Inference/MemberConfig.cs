namespace Grlm;

/// <summary>One member of a ranker.</summary>
/// <param name="Temperature">What its cosines are divided by.</param>
internal sealed record MemberConfig(double Temperature);
