namespace Grlm.Torch;

/// <summary>One member of a ranker.</summary>
/// <param name="Kind">What its item vectors are made of.</param>
/// <param name="TextWidth">Width of the text vectors among it; 0 for none.</param>
/// <param name="Temperature">What its cosines are divided by.</param>
internal sealed record MemberConfig(MemberKind Kind, int TextWidth, double Temperature);
