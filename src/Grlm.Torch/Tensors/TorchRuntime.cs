using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Grlm.Torch;

/// <summary>Loads libtorch and sets it up.</summary>
internal static class TorchRuntime
{
    /// <summary>Holds the systems that libtorch is packed for.</summary>
    private static readonly string[] _systems = ["linux-x64", "win-x64", "osx-arm64"];

    private static string PackagedVersion { get; } = typeof(TorchRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LibTorchVersion").Value!;

    /// <summary>Makes sure that libtorch runs, and sets its threads.</summary>
    /// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
    /// <exception cref="MissingPrerequisiteException">libtorch does not load on this system.</exception>
    public static void Start(int threads)
    {
        WaitingThreads.AllowSleep();
        try
        {
            // TorchSharp would look for it in the caches of NuGet, copy it from there, and tell standard output all about it.
            NativeLibrary.Load("torch_cpu", typeof(torch).Assembly, searchPath: null);
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
            torch.set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        }
        catch (Exception exception)
            when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException or NotSupportedException)
        {
            throw new MissingPrerequisiteException(WordsOfAbsence(RuntimeInformation.RuntimeIdentifier), exception);
        }
    }

    /// <summary>Says that libtorch does not load, and what to do about it.</summary>
    /// <param name="system">The system, as .NET calls it.</param>
    public static string WordsOfAbsence(string system)
        => _systems.Contains(system, StringComparer.Ordinal)
            ? $"libtorch, which training and language models run on, does not load here. " +
                $"Its NuGet package is libtorch-cpu-{system} {PackagedVersion}: reference "
                + "it beside Grlm.Torch, or install the tool package Grlm.Tool again, which brings it along. " +
                "What is trained recommends without it."
            : $"There is no libtorch for {system}, which training and language models run on. " +
                $"Train on {string.Join(" or ", _systems)}, and copy the workspace here: "
                + "what is trained recommends without it, and so does everything else that trains nothing.";

    /// <summary>Returns the device of a name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, or <c>auto</c> for the first CUDA device if there is one.</param>
    /// <exception cref="InvalidOptionsException">There is no device of such a name.</exception>
    /// <exception cref="MissingPrerequisiteException">It is a CUDA device that this machine or this build does not have.</exception>
    public static torch.Device DeviceOf(string name)
    {
        if (name is "cpu" || (name is "auto" && !torch.cuda.is_available()))
        {
            return torch.CPU;
        }

        var index = name is "auto" ? 0 : DeviceNameAttribute.CudaNumber(name)
            ?? throw new InvalidOptionsException(
                $"There is no device '{name}'. Take auto, cpu, or cuda:N with the number of a CUDA device.");
        return torch.cuda.is_available() && index < torch.cuda.device_count()
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new MissingPrerequisiteException(
                $"There is no CUDA device {index} here. Build with '-p:GrlmDevice=cuda' on a machine that has one, or compute " +
                    $"on the processor: option 'device' is cpu then.");
    }

    /// <summary>
    /// Runs tensor work on a thread of its own: tensors live in dispose scopes of one thread, and the caller's stays free to draw progress.
    /// </summary>
    /// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Keeps work that has not begun from beginning.</param>
    public static Task<T> RunAsync<T>(int threads, Func<T> work, CancellationToken cancellationToken)
        => Task.Factory.StartNew(
            () =>
            {
                Start(threads);
                return work();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}
