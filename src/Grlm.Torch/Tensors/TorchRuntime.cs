using TorchSharp;

namespace Grlm.Torch;

/// <summary>Loads libtorch and sets it up.</summary>
internal static class TorchRuntime
{
    /// <summary>Makes sure that libtorch runs, and sets its threads.</summary>
    /// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
    /// <exception cref="MissingPrerequisiteException">libtorch does not load on this system.</exception>
    public static void Start(int threads)
    {
        WaitingThreads.LetSleep();
        try
        {
            torch.set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            throw new MissingPrerequisiteException(
                "libtorch does not load on this system. Build on the system that runs it ('dotnet build' brings the native library of that system), " +
                "on Linux x64, Windows x64 or macOS on Arm.", exception);
        }
    }

    /// <summary>The device of a name.</summary>
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
            ?? throw new InvalidOptionsException($"There is no device '{name}'. Take auto, cpu, or cuda:N with the number of a CUDA device.");
        return torch.cuda.is_available() && index < torch.cuda.device_count()
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new MissingPrerequisiteException(
                $"There is no CUDA device {index} here. Build with '-p:GrlmDevice=cuda' on a machine that has one, or compute on the processor: option 'device' is cpu then.");
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
