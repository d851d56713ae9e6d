namespace Grlm;

/// <summary>Holds what the answers behind a term library took.</summary>
/// <param name="Model">Provider and model.</param>
/// <param name="Calls">Answers that the model was asked for in this run.</param>
/// <param name="Reused">Answers that were there from earlier runs.</param>
/// <param name="InputTokens">Tokens read for all these answers.</param>
/// <param name="OutputTokens">Tokens written for all these answers.</param>
/// <param name="Cost">Their cost; null where no prices are given.</param>
public sealed record ModelUsage(string Model, long Calls, long Reused, long InputTokens, long OutputTokens, double? Cost);
