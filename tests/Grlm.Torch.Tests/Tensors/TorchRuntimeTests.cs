namespace Grlm.Torch.Tests;

public sealed class TorchRuntimeTests
{
    [Theory]
    [InlineData("linux-x64", "libtorch-cpu-linux-x64 2.")]
    [InlineData("win-x64", "libtorch-cpu-win-x64 2.")]
    [InlineData("linux-arm64", "There is no libtorch for linux-arm64")]
    [InlineData("linux-arm64", "Train on linux-x64 or win-x64 or osx-arm64")]
    public void WordsOfAbsence_NameThePackageOfTheSystem_OrTheSystemsThatHaveOne(string system, string words)
        => Assert.Contains(words, TorchRuntime.WordsOfAbsence(system), StringComparison.Ordinal);
}
