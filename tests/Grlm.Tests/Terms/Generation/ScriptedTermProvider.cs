using System.Runtime.CompilerServices;

namespace Grlm.Tests;

/// <summary>A provider that answers as it is told, last request first, and remembers what it was asked.</summary>
internal sealed class ScriptedTermProvider : ITermProvider
{
    /// <summary>The answer to a request; null for none.</summary>
    public Func<TermRequest, TermProposal?> Answer { get; init; } = _ => null;

    public List<TermRequest> Requests { get; } = [];

    public async IAsyncEnumerable<TermProposal> ProposeAsync(
        IReadOnlyList<TermRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests.AddRange(requests);
        foreach (var proposal in requests.Reverse().Select(Answer))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (proposal is not null)
            {
                yield return proposal;
            }
        }
    }
}
