namespace Grlm.Packages.Tests;

/// <summary>The tests that take packages, one after another.</summary>
[CollectionDefinition]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>;
