namespace Grlm;

/// <summary>Describes an item that the provider made no TID for.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Attempts">Answers that were asked for.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record TermFailure(string ItemId, int Attempts, string Reason);
