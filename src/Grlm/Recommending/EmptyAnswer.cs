namespace Grlm;

/// <summary>Says why a request is answered with nothing.</summary>
internal static class EmptyAnswer
{
    /// <summary>Looks for the first thing that keeps every item out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="library">The term library of the catalogue.</param>
    public static EmptyReason ReasonOf(GenerationRequest request, TermLibrary library)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(library);
        int[] passing = [.. Enumerable.Range(0, library.ItemCount).Where(item => request.Filter?.Allows(item) != false)];
        int[] allowed = [.. passing.Where(request.Allows)];
        return (passing, allowed) switch
        {
            ([], _) => EmptyReason.NothingPasses,
            (_, []) => EmptyReason.AllSeen,
            _ => allowed.Any(library.HasTermId) ? EmptyReason.NothingFound : EmptyReason.NoTermId,
        };
    }
}
