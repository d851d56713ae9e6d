namespace Grlm.LanguageModels.Tests;

/// <summary>A file of the fake hub.</summary>
internal sealed record FakeHubFile(string Path, byte[] Content, bool IsLarge, string Tag);
