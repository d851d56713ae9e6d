using System.Runtime.InteropServices;

namespace Grlm.Cli;

/// <summary>
/// Ctrl+C and a polite kill stop the running stage at the next safe moment. Signals that follow the first within two seconds are the same
/// one: <c>timeout</c> sends it to the process and to its group, a terminal to every process of a pipeline. A later one ends the process at
/// once.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _clock;
    private readonly PosixSignalRegistration[] _registrations;
    private long? _first;

    /// <param name="clock">Tells whether a signal is another one.</param>
    /// <param name="signals">What is listened to.</param>
    public Interrupt(TimeProvider clock, params IReadOnlyList<PosixSignal> signals)
    {
        _clock = clock;
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = HandleSignal()))];
    }

    /// <summary>Gets the signals that ask a process to end.</summary>
    public static IReadOnlyList<PosixSignal> Terminate { get; } = [PosixSignal.SIGINT, PosixSignal.SIGTERM];

    public CancellationToken Token => _source.Token;

    /// <summary>Takes a signal: asks what runs to stop.</summary>
    /// <returns>False where it has been asked before, and the process is to end now.</returns>
    public bool HandleSignal()
    {
        lock (_gate)
        {
            if (_first is { } first)
            {
                return _clock.GetElapsedTime(first) <= SameSignal;
            }

            _first = _clock.GetTimestamp();
        }

        _source.Cancel();
        return true;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
