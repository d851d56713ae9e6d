namespace Grlm.Tests;

/// <summary>Writes what it is told to, and keeps every request.</summary>
internal sealed class FakeGenerator(Func<GenerationRequest, IEnumerable<TermId>> write) : ITermIdGenerator
{
    public List<GenerationRequest> Requests { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
    {
        BatchSizes.Add(requests.Count);
        return [.. requests.Select(request =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            Requests.Add(request);
            return Beams.Of(write(request).Take(beams));
        })];
    }
}
