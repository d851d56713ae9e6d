namespace Grlm.Tests;

/// <summary>Writes what it is told to, and keeps every request.</summary>
internal sealed class FakeGenerator(Func<GenerationRequest, IEnumerable<TermId>> write) : ITermIdGenerator
{
    public List<GenerationRequest> Requests { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(IReadOnlyList<GenerationRequest> requests, int beams)
    {
        Requests.AddRange(requests);
        BatchSizes.Add(requests.Count);
        return [.. requests.Select(request => Beams.Of(write(request).Take(beams)))];
    }
}
