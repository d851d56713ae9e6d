namespace Grlm;

/// <summary>
/// Lets so many calls through at a time as a server bears: one more after each success until the first overload, from then on one more
/// after as many successes as calls run at a time, and half of them after an overload (additive increase, multiplicative decrease). While a
/// server asks to be left alone, none begins. Safe for concurrent use.
/// </summary>
/// <param name="maximum">Never more calls than this.</param>
/// <param name="clock">Tells when a server may be asked again.</param>
internal sealed class AdaptiveConcurrency(int maximum, TimeProvider clock)
{
    private const int AtFirst = 4;

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private double _limit = Math.Min(AtFirst, maximum);
    private int _running;
    private int _overloads;
    private long _restsSince;
    private TimeSpan _rest;

    /// <summary>Calls that may run at a time now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return (int)_limit;
            }
        }
    }

    /// <summary>Waits until a call may begin. Whoever gets through calls <see cref="Leave"/> afterwards.</summary>
    /// <returns>The overloads so far, for <see cref="Overload"/>.</returns>
    public async Task<int> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan rest;
            TaskCompletionSource? turn = null;
            lock (_gate)
            {
                rest = _rest - clock.GetElapsedTime(_restsSince);
                if (rest <= TimeSpan.Zero)
                {
                    if (_running < (int)_limit)
                    {
                        _running++;
                        return _overloads;
                    }

                    turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _waiting.Enqueue(turn);
                }
            }

            await (turn?.Task.WaitAsync(cancellationToken) ?? Task.Delay(rest, clock, cancellationToken));
        }
    }

    /// <summary>Notes that a call has been answered.</summary>
    public void Success()
    {
        lock (_gate)
        {
            _limit = Math.Min(maximum, _limit + (_overloads == 0 ? 1 : 1 / _limit));
        }
    }

    /// <summary>Notes that a call has been turned away because there are too many, or has not been answered in time.</summary>
    /// <param name="overloadsAtStart">What <see cref="EnterAsync"/> returned: calls that began before the last overload tell nothing
    /// new.</param>
    /// <param name="rest">How long the server asks to be left alone.</param>
    public void Overload(int overloadsAtStart, TimeSpan rest)
    {
        lock (_gate)
        {
            if (overloadsAtStart == _overloads)
            {
                _limit = Math.Max(1, _limit / 2);
                _overloads++;
            }

            if (rest > _rest - clock.GetElapsedTime(_restsSince))
            {
                (_restsSince, _rest) = (clock.GetTimestamp(), rest);
            }
        }
    }

    /// <summary>Notes that a call is over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running--;
            for (var free = (int)_limit - _running; free > 0 && _waiting.TryDequeue(out var turn); free--)
            {
                turn.SetResult();
            }
        }
    }
}
