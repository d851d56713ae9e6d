namespace Grlm.Providers.Tests;

/// <summary>How the server treats a request.</summary>
internal enum FakeAnswer
{
    Good,
    TooMany,
    Broken,
    MalformedBody,
    FourTerms,
    Prose,
    Hang,
}
