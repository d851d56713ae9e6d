namespace Grlm;

/// <summary>Describes the times of a file of interactions as the import has read them: a wrong unit shows here first.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Unit">What they are written in: <c>seconds</c>, <c>milliseconds</c>, <c>microseconds</c> or <c>nanoseconds</c> since 1970,
/// or <c>dates</c>.</param>
/// <param name="Earliest">The earliest of them.</param>
/// <param name="Latest">The latest of them.</param>
public sealed record InteractionTimes(string File, string Unit, DateTimeOffset Earliest, DateTimeOffset Latest);
