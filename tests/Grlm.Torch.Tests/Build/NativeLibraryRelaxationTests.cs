using System.Reflection;
using CsCheck;
using Grlm.Build;
using TorchSharp;

namespace Grlm.Torch.Tests;

public sealed class NativeLibraryRelaxationTests : IDisposable
{
    private const string Other = "GLIBCXX_3.4.21";
    private const string Wanted = NativeLibraryRelaxation.Version;
    private static readonly ElfSymbol NamedOnly = new(NativeLibraryRelaxation.Symbol, VersionIndex: 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("grlm-relax-").FullName;

    private static string PackagedLibrary
    {
        get
        {
            string package = typeof(NativeLibraryRelaxationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(a => a.Key == "TorchSharpPackage").Value!;
            return Path.Combine(package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Relax_ChangesTheThreeFieldsOfAHandMadeLibraryAndNothingElse()
    {
        byte[] image = ElfFile.Create([Other, Wanted], new ElfSymbol("puts", 2), NamedOnly);
        byte[] before = [.. image];

        Assert.True(NativeLibraryRelaxation.Relax(image));

        // The library's sections follow the header: three symbols of 24 bytes, the strings, three versions of 2 bytes, the requirements.
        const int symbolInfo = ElfFile.HeaderSize + (2 * ElfFile.SymbolSize) + 4;
        int strings = 1 + "puts".Length + "libstdc++.so.6".Length + Other.Length + Wanted.Length + NamedOnly.Name.Length + 5;
        int symbolVersion = ElfFile.HeaderSize + (3 * ElfFile.SymbolSize) + strings + (2 * 2);
        int requirementFlags = symbolVersion + 2 + 16 + 16 + 4;
        int[] changed = [.. Enumerable.Range(0, image.Length).Where(i => image[i] != before[i])];
        Assert.Equal([symbolInfo, symbolVersion, requirementFlags], changed);
        Assert.Equal((0x22, 1, 2), (image[symbolInfo], image[symbolVersion], image[requirementFlags])); // weak function; any version; weak
    }

    [Fact]
    public void Relax_RewritesThePackagedLibraryOnce()
    {
        byte[] image = File.ReadAllBytes(PackagedLibrary);
        byte[] before = [.. image];

        Assert.True(NativeLibraryRelaxation.Relax(image));
        Assert.InRange(image.Zip(before).Count(pair => pair.First != pair.Second), 3, 4);

        byte[] once = [.. image];
        Assert.False(NativeLibraryRelaxation.Relax(image));
        Assert.Equal(once, image);
    }

    [Fact]
    public void Relax_LeavesALibraryAloneThatDoesNotAskForTheVersion()
    {
        byte[] image = ElfFile.Create([Other], new ElfSymbol("puts", 2));
        byte[] before = [.. image];

        Assert.False(NativeLibraryRelaxation.Relax(image));
        Assert.Equal(before, image);
    }

    [Fact]
    public void Relax_RefusesALibraryThatNeedsTheVersionForAnotherSymbol()
        => AssertRefused(ElfFile.Create([Other, Wanted], NamedOnly, new ElfSymbol("_ZSt7another", 3)),
            "'_ZSt7another' really needs GLIBCXX_3.4.32");

    [Fact]
    public void Relax_RefusesALibraryWhoseCodeUsesTheSymbol()
        => AssertRefused(ElfFile.Create([Other, Wanted], NamedOnly with { Relocated = true }), "expected to be named only");

    [Fact]
    public void Relax_RefusesALibraryThatDefinesTheSymbol()
        => AssertRefused(ElfFile.Create([Other, Wanted], NamedOnly with { Defined = true }), "expected to be named only");

    [Fact]
    public void Relax_RefusesWhatIsNoElfFile()
    => AssertRefused("version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef\n"u8.ToArray(), "no ELF file");

    [Theory]
    [InlineData(4, 1)] // 32-bit
    [InlineData(5, 2)] // big-endian
    public void Relax_RefusesOtherKindsOfElfFile(int identityByte, byte value)
    {
        byte[] image = ElfFile.Create([Other, Wanted], NamedOnly);
        image[identityByte] = value;
        AssertRefused(image, "no 64-bit little-endian ELF file");
    }

    [Fact]
    public void Relax_RefusesALibraryWithoutSections()
    {
        byte[] image = ElfFile.Create([Other, Wanted], NamedOnly);
        image[0x3C] = 0;
        AssertRefused(image, "no section table");
    }

    [Fact]
    public void Relax_RefusesALibraryWithoutVersions()
    {
        byte[] image = ElfFile.Create([Other, Wanted], NamedOnly);
        int sectionTable = BitConverter.ToInt32(image, 0x28);
        image[sectionTable + (4 * 64) + 4] = 0; // the type of .gnu.version_r
        AssertRefused(image, "0 sections of the kind .gnu.version_r");
    }

    [Fact]
    public void Relax_RefusesEveryTruncation()
    {
        byte[] image = ElfFile.Create([Other, Wanted], NamedOnly);
        for (int length = 0; length < image.Length; length++)
            Assert.Throws<InvalidDataException>(() => NativeLibraryRelaxation.Relax(image[..length]));
    }

    [Fact]
    public void Relax_EitherAcceptsDamagedBytesOrRefusesThemUntouched()
        => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).List[1, 4].Sample(damages =>
        {
            byte[] image = ElfFile.Create([Other, Wanted], new ElfSymbol("puts", 2), NamedOnly);
            foreach ((int place, byte value) in damages)
                image[place % image.Length] = value;
            byte[] before = [.. image];
            try
            {
                NativeLibraryRelaxation.Relax(image);
                Assert.Equal(before.Length, image.Length);
            }
            catch (InvalidDataException)
            {
                Assert.Equal(before, image);
            }
        });

    [Fact]
    public void WriteRelaxedCopy_ReplacesALinkAndLeavesWhatItLedTo()
    {
        byte[] original = File.ReadAllBytes(PackagedLibrary);
        string cached = Path.Combine(_folder, "cached.so");
        string output = Path.Combine(_folder, "output.so");
        File.WriteAllBytes(cached, original);
        File.CreateSymbolicLink(output, cached);

        NativeLibraryRelaxation.WriteRelaxedCopy(cached, output);

        Assert.Null(new FileInfo(output).LinkTarget);
        Assert.Equal(original, File.ReadAllBytes(cached));
        Assert.False(NativeLibraryRelaxation.Relax(File.ReadAllBytes(output)));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void WriteRelaxedCopy_NamesFileAndRemedyAndWritesNothingWhenItRefuses()
    {
        string source = Path.Combine(_folder, "libLibTorchSharp.so");
        string output = Path.Combine(_folder, "output.so");
        File.WriteAllText(source, "not a library");

        string message = Assert.Throws<InvalidDataException>(() => NativeLibraryRelaxation.WriteRelaxedCopy(source, output)).Message;

        Assert.Contains(source, message, StringComparison.Ordinal);
        Assert.Contains("GrlmRelaxNativeLibrary=false", message, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void Build_LeftThePackageUntouchedAndPutTheRelaxedLibraryBesideTheTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is Linux's.");
        byte[] packaged = File.ReadAllBytes(PackagedLibrary);
        byte[] beside = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));

        Assert.False(NativeLibraryRelaxation.Relax(beside));
        Assert.True(NativeLibraryRelaxation.Relax(packaged));
        Assert.Equal(packaged, beside);
    }

    [Fact]
    public void Torch_Loads()
    {
        using torch.Tensor ones = torch.ones(2);
        using torch.Tensor sum = ones.sum();
        Assert.Equal(2f, sum.item<float>());
    }

    private static void AssertRefused(byte[] image, string reason)
    {
        byte[] before = [.. image];
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => NativeLibraryRelaxation.Relax(image)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, image);
    }
}
