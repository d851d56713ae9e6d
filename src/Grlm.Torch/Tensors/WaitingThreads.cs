using System.Runtime.InteropServices;

namespace Grlm.Torch;

/// <summary>
/// Has OpenMP's threads sleep where they wait for one another. By default they wait in a loop for some milliseconds: on a machine that has
/// other work, they burn the time that the thread they wait for would need. The runtime reads its environment when it is loaded, so this
/// comes before libtorch. What the user has set stays.
/// </summary>
internal static partial class WaitingThreads
{
    /// <summary>Gets the variables, and what they say.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Variables { get; } =
    [
        new("OMP_WAIT_POLICY", "PASSIVE"), // GCC's runtime, which libtorch brings along on Linux
        new("KMP_BLOCKTIME", "0"), // Intel's and LLVM's, on Windows and macOS
    ];

    private static readonly Lazy<bool> _set = new(Set);

    /// <summary>Sets the variables for this process and those that it starts. Only the first call does anything.</summary>
    public static void AllowSleep() => _ = _set.Value;

    private static bool Set()
    {
        foreach (var (name, value) in Variables)
        {
            if (Environment.GetEnvironmentVariable(name) is not null)
            {
                continue;
            }

            Environment.SetEnvironmentVariable(name, value);
            if (!OperatingSystem.IsWindows())
            {
                // The runtime keeps an environment of its own on Unix, which native code doesn't see.
                _ = SetNative(name, value, overwrite: 0);
            }
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
