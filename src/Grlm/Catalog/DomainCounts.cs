namespace Grlm;

/// <summary>Counts what a dataset holds of one domain.</summary>
/// <param name="Domain">Its name.</param>
/// <param name="Items">Items of it.</param>
/// <param name="Users">Users with at least one interaction in it.</param>
/// <param name="Interactions">Interactions with its items.</param>
public sealed record DomainCounts(string Domain, int Items, int Users, long Interactions);
