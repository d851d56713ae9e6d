namespace Grlm.Import;

/// <summary>A point in time, to the nanosecond: what a file tells apart, its order tells apart.</summary>
/// <param name="Nanoseconds">Nanoseconds since 1970.</param>
/// <param name="Unit">What it was written in.</param>
internal readonly record struct PointInTime(long Nanoseconds, TimeUnit Unit)
{
    /// <summary>Nanoseconds in a millisecond, in which datasets keep times.</summary>
    public const long NanosecondsInMillisecond = 1_000_000;

    /// <summary>Nanoseconds in the smallest step of .NET's times.</summary>
    public const long NanosecondsInTick = 100;

    /// <summary>A time of nanoseconds since 1970.</summary>
    public static DateTimeOffset At(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsInTick);
}
