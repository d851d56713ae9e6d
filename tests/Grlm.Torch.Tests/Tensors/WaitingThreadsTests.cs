using System.Runtime.InteropServices;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class WaitingThreadsTests
{
    [Fact]
    public void Start_TellsNativeCodeThatWaitingThreadsSleep()
    {
        TorchRuntime.Start(threads: 1);
        foreach (var (name, value) in WaitingThreads.Variables)
        {
            // What whoever started the tests has set stays, and then managed code sees it too.
            Assert.Equal(Environment.GetEnvironmentVariable(name), Native(name));
            Assert.Equal(value, Native(name), ignoreCase: true);
        }
    }

    private static string? Native(string name)
        => OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable(name) : Marshal.PtrToStringUTF8(GetNative(name));

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint GetNative(string name);
}
